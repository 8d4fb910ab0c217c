package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.testkit.ForwardingEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// An engine whose reads take time, if they are asked for the lane: something happens before they
/// begin, and after each of them. Confined to the simulation's thread.
final class SlowReads extends ForwardingEngine {

  private static final int USUAL_MICROS = 20_000;
  private static final int SLOW_MICROS = 300_000;

  /// Of so many look-ups one takes long, and of so many reads of one.
  private static final int SLOW_ONE_IN = 3;

  /// Hears that something was looked up.
  @FunctionalInterface
  interface Listener {
    void lookedUp(boolean failed);
  }

  private final Timeline timeline;
  private final RandomGenerator random;
  private final Listener listener;
  private boolean isLookingUp; // and nothing else happens
  private boolean hasFailed;
  private boolean isOver;

  SlowReads(Engine engine, Timeline timeline, RandomGenerator random, Listener listener) {
    super(engine);
    this.timeline = timeline;
    this.random = random;
    this.listener = listener;
  }

  /// The node is gone, and whatever it asks.
  void end() {
    isOver = true;
  }

  /// Asks something at some time. Meanwhile everything may happen.
  void lookUp(Runnable lookup) {
    int most = random.nextInt(SLOW_ONE_IN) == 0 ? SLOW_MICROS : USUAL_MICROS;
    timeline.in(
        random.nextInt(most),
        () -> {
          if (!isOver) {
            ask(lookup);
          }
        });
  }

  private void ask(Runnable lookup) {
    isLookingUp = true;
    hasFailed = false;
    lookup.run();
    isLookingUp = false;
    if (!isOver) {
      listener.lookedUp(hasFailed);
    }
  }

  private void pause() {
    if (isLookingUp && random.nextInt(SLOW_ONE_IN) == 0) {
      boolean before = hasFailed;
      isLookingUp = false;
      timeline.runUntil(timeline.now() + random.nextInt(USUAL_MICROS));
      isLookingUp = true;
      hasFailed = before;
    }
  }

  private <T> T slow(Class<T> port, Supplier<T> real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments); // read by read
              }
              boolean before = hasFailed;
              hasFailed = true; // unless it returns
              Object read = invoke(method, real.get(), arguments);
              hasFailed = before;
              pause();
              return read;
            }));
  }

  private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public MessageLog messages() {
    return slow(MessageLog.class, super::messages);
  }

  @Override
  public Inboxes inboxes() {
    return slow(Inboxes.class, super::inboxes);
  }

  @Override
  public ConversationList conversations() {
    return slow(ConversationList.class, super::conversations);
  }

  @Override
  public Memberships memberships() {
    return slow(Memberships.class, super::memberships);
  }

  /// The last read of a look-up: nothing happens behind it.
  @Override
  public Bans bans() {
    boolean before = hasFailed;
    hasFailed = true; // unless it returns
    Bans bans = super.bans();
    hasFailed = before;
    return bans;
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return user -> {
      boolean before = hasFailed;
      hasFailed = true; // unless it returns
      boolean isOff = super.receiptSwitches().isOff(user);
      hasFailed = before;
      return isOff;
    };
  }

  @Override
  public Optional<Feed> feed() {
    return super.feed().map(feed -> slow(Feed.class, () -> feed));
  }
}
