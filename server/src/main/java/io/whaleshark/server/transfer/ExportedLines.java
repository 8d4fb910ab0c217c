package io.whaleshark.server.transfer;

import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything of one app, as lines: conversation by conversation, then what holds of users outside
/// of them. Messages, members and what others see of reads are of one instant; what concerns a user
/// alone is read on the way.
///
/// Memory: the members of one conversation, those of the past included. Confined to one thread.
public final class ExportedLines implements Iterator<ImportLine> {

  private static final long MICROS_PER_MILLI = 1_000;

  private final int app;
  private final Engine engine;
  private final ReceiptPolicy receipts;
  private final Clock clock;
  private final OwnViews views;
  private final Iterator<Fact> facts;
  private final Deque<ImportLine> ready = new ArrayDeque<>();
  private @Nullable Replay conversation; // that is being told
  private @Nullable UserId hidden; // whose switch of receipts the lines so far have off
  private final List<Block> blocks = new ArrayList<>(); // of one user, not yet told

  /// @param contents what to tell; the caller closes it
  /// @param engine of which they are, for what concerns users alone
  /// @param receipts whose the app shares
  public ExportedLines(
      int app, Contents contents, Engine engine, ReceiptPolicy receipts, Clock clock) {
    this.app = app;
    this.engine = engine;
    this.receipts = receipts;
    this.clock = clock;
    this.views = new OwnViews(engine.conversations(), contents.newestStamp());
    this.facts = contents.facts();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && facts.hasNext()) {
      Fact fact = facts.next();
      if (fact.app() == app) {
        tell(fact);
      }
      if (!facts.hasNext()) {
        endConversation();
        showReceipts();
        endBlocks();
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public ImportLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.removeFirst();
  }

  private void tell(Fact fact) {
    if (!(fact instanceof Fact.OfList)) {
      showReceipts();
    }
    switch (fact) {
      case Fact.OfConversation of -> {
        endConversation();
        conversation = begin(of);
      }
      case Fact.OfMember(var period) -> {
        if (conversation != null) {
          conversation.add(period);
        }
      }
      case Fact.OfPin(var _, var pin) -> {
        if (conversation != null) {
          conversation.pin(pin);
        }
      }
      case Fact.OfMessage(var message) -> {
        if (conversation != null) {
          conversation.say(message);
        }
      }
      case Fact.OfReaction(var _, var reaction) -> {
        if (conversation != null) {
          conversation.react(reaction);
        }
      }
      case Fact.OfList(var own) -> {
        endConversation();
        tellUnshared(own);
      }
      case Fact.OfBan(var ban) -> tell(ban);
      case Fact.OfBlock(var block) -> tell(block);
      case Fact.OfReceiptsOff(var user) -> {
        if (receipts.isByUser()) {
          tellReceipts(user, false);
        }
      }
      case Fact.OfSender _, Fact.OfPushToken _, Fact.OfProfile _ -> {
        // It follows from the messages, is the business of devices, or comes from the backend.
      }
    }
  }

  private @Nullable Replay begin(Fact.OfConversation of) {
    return switch (of.conversation()) {
      case ConversationId.Direct direct -> new DirectReplay(direct, of, views, ready::add);
      case ConversationId.Group _ -> {
        Group group = of.group().orElse(null);
        yield group == null ? null : new GroupReplay(group, of, views, ready::add);
      }
    };
  }

  private void endConversation() {
    if (conversation != null) {
      conversation.end();
      conversation = null;
    }
  }

  /// Tells what a user has read while others were not to see it: their switch is off meanwhile. In
  /// an app where all receipts are shared, nothing is told that was not.
  private void tellUnshared(Participation own) {
    if (hidden != null && !hidden.equals(own.user())) {
      showReceipts();
    }
    long read = own.unshared().read();
    boolean isTold =
        receipts.sharing() != ReceiptPolicy.Sharing.ON
            && read > Math.max(own.left().read(), views.erasedUpTo(own))
            && read > readAsMember(own);
    if (!isTold) {
      return;
    }
    Optional<ClientMessageId> message =
        engine.messages().message(own.conversation(), read).map(Message::clientId);
    if (message.isPresent()) {
      if (receipts.isByUser() && hidden == null) {
        hidden = own.user();
        tellReceipts(own.user(), false);
      }
      ready.add(new ImportLine.Read(own.user(), own.conversation(), message.get()));
    }
  }

  private long readAsMember(Participation own) {
    List<Membership> periods = engine.memberships().periods(own.conversation(), own.user());
    return periods.isEmpty() ? Long.MAX_VALUE : periods.getLast().read();
  }

  /// Switches on what is on, after what was to be told while it was off.
  private void showReceipts() {
    UserId user = hidden;
    hidden = null;
    if (user != null && !engine.receiptSwitches().isOff(user)) {
      tellReceipts(user, true);
    }
  }

  private void tellReceipts(UserId user, boolean on) {
    endBlocks();
    ready.add(new ImportLine.OfUser(user, Optional.empty(), Optional.of(on), List.of()));
  }

  private void tell(Ban ban) {
    if (ban.isInForce(clock.millis() * MICROS_PER_MILLI)) {
      ready.add(
          new ImportLine.OfUser(
              ban.user(),
              Optional.of(new ImportLine.Banned(ban.reason(), ban.until())),
              Optional.empty(),
              List.of()));
    }
  }

  private void tell(Block block) {
    if (!blocks.isEmpty() && !blocks.getFirst().blocker().equals(block.blocker())) {
      endBlocks();
    }
    blocks.add(block);
  }

  private void endBlocks() {
    if (!blocks.isEmpty()) {
      ready.add(
          new ImportLine.OfUser(
              blocks.getFirst().blocker(),
              Optional.empty(),
              Optional.empty(),
              blocks.stream().map(Block::blocked).toList()));
      blocks.clear();
    }
  }
}
