package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import java.time.Duration;
import java.util.Optional;

/// Passes everything on to another engine. A subclass overrides what it changes. As thread-safe as
/// that engine.
public class ForwardingEngine implements Engine {

  private final Engine engine;

  /// @param engine closed by [#close]
  public ForwardingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Transaction begin(Announcement announcement) {
    return engine.begin(announcement);
  }

  @Override
  public long newestStamp() {
    return engine.newestStamp();
  }

  @Override
  public long newestOwnStamp() {
    return engine.newestOwnStamp();
  }

  @Override
  public MessageLog messages() {
    return engine.messages();
  }

  @Override
  public Inboxes inboxes() {
    return engine.inboxes();
  }

  @Override
  public ConversationList conversations() {
    return engine.conversations();
  }

  @Override
  public Memberships memberships() {
    return engine.memberships();
  }

  @Override
  public Retention retention() {
    return engine.retention();
  }

  @Override
  public Bans bans() {
    return engine.bans();
  }

  @Override
  public Blocks blocks() {
    return engine.blocks();
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return engine.receiptSwitches();
  }

  @Override
  public PushTokens pushTokens() {
    return engine.pushTokens();
  }

  @Override
  public Directory directory() {
    return engine.directory();
  }

  @Override
  public Pins pins() {
    return engine.pins();
  }

  @Override
  public Reactions reactions() {
    return engine.reactions();
  }

  @Override
  public Contents contents() {
    return engine.contents();
  }

  @Override
  public Duration pace() {
    return engine.pace();
  }

  @Override
  public Optional<Feed> feed() {
    return engine.feed();
  }

  @Override
  public void close() {
    engine.close();
  }
}
