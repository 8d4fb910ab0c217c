package io.whaleshark.core;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Readings;
import io.whaleshark.core.conversation.ConversationSettings;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.delivery.Delivery;
import io.whaleshark.core.delivery.Lookups;
import io.whaleshark.core.directory.DirectoryView;
import io.whaleshark.core.directory.Profiles;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.erasure.Erasure;
import io.whaleshark.core.erasure.Views;
import io.whaleshark.core.group.Groups;
import io.whaleshark.core.history.History;
import io.whaleshark.core.history.PinnedMessages;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.imports.Imports;
import io.whaleshark.core.inbox.InboxPull;
import io.whaleshark.core.lane.CommitLane;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.LaneListener;
import io.whaleshark.core.lane.Ledger;
import io.whaleshark.core.lane.SteadyTime;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.messaging.Blocking;
import io.whaleshark.core.messaging.Messaging;
import io.whaleshark.core.messaging.Pinboard;
import io.whaleshark.core.messaging.Reacting;
import io.whaleshark.core.messaging.Replacing;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.core.presence.Attendance;
import io.whaleshark.core.presence.Banning;
import io.whaleshark.core.presence.PresenceTeller;
import io.whaleshark.core.presence.WhoIsOnline;
import io.whaleshark.core.push.PushRegistration;
import io.whaleshark.core.receipt.Markers;
import io.whaleshark.core.receipt.Readers;
import io.whaleshark.core.receipt.ReceiptSettings;
import io.whaleshark.core.retention.Floors;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/// The domain, assembled over an engine: commands go into its [#lane], questions to the other
/// accessors.
///
/// The questions are thread-safe and block while they read. The engine is not closed with the node:
/// it belongs to whoever opened it, and outlives the lane.
public final class Node implements AutoCloseable {

  /// What a node needs besides its engine.
  ///
  /// @param policies the settings of each app; thread-safe
  /// @param limits how much may wait
  /// @param listener is told what the lane does
  /// @param endOfTurn runs on the lane's thread after the answers and pushes of each turn were
  ///   handed to their connections: the moment to flush them
  /// @param besideLane runs what asks the engine for the lane, a few at once; each may block
  public record Surroundings(
      IntFunction<AppPolicy> policies,
      LaneLimits limits,
      LaneListener listener,
      Runnable endOfTurn,
      Executor besideLane,
      Clock clock) {}

  private final Messaging messaging;
  private final Replacing replacing;
  private final Pinboard pinboard;
  private final Reacting reacting;
  private final Markers positions;
  private final ReceiptSettings receipts;
  private final ConversationSettings settings = new ConversationSettings();
  private final Floors floors = new Floors();
  private final Groups groups;
  private final Imports imports;
  private final CommitLane lane;
  private final InboxPull inbox;
  private final History history;
  private final PinnedMessages pinned;
  private final SeenReactions reactions;
  private final Conversations conversations;
  private final Readers readers;
  private final WhoIsOnline online;
  private final Notifications notifications;
  private final Banning banning;
  private final Erasure erasure;
  private final DirectoryView directory;
  private final IntFunction<AppPolicy> policies;
  private final Engine engine;
  private final Delivery delivery;
  private final Optional<PresenceTeller> presence;

  public Node(Engine engine, Surroundings surroundings) {
    this.engine = engine;
    this.policies = surroundings.policies();
    this.directory = new DirectoryView(engine, policies);
    this.messaging = new Messaging(surroundings.policies());
    this.replacing = new Replacing(surroundings.policies());
    this.pinboard = new Pinboard(surroundings.policies());
    this.reacting = new Reacting(surroundings.policies());
    this.positions = new Markers(surroundings.policies());
    this.receipts = new ReceiptSettings(surroundings.policies(), engine.receiptSwitches());
    this.groups = new Groups(surroundings.policies());
    this.imports = new Imports(positions);
    this.inbox = new InboxPull(engine, surroundings.policies());
    this.history = new History(engine);
    this.pinned = new PinnedMessages(engine);
    this.reactions = new SeenReactions(engine);
    this.conversations = new Conversations(engine, receipts);
    this.readers = new Readers(engine, receipts);
    this.banning = new Banning(engine.bans(), surroundings.clock());
    SteadyTime time = new SteadyTime(surroundings.clock());
    this.delivery =
        new Delivery(
            engine,
            new Lookups(surroundings.besideLane(), this::takeInAnyCase, engine::newestStamp),
            time,
            surroundings.policies(),
            surroundings.limits().commands(),
            surroundings.endOfTurn());
    this.presence =
        engine.feed().isPresent() ? Optional.empty() : Optional.of(storing(surroundings, time));
    this.lane =
        new CommitLane(
            engine,
            new Deciding(),
            presence.<Teller>map(storing -> storing).orElse(delivery),
            surroundings.listener(),
            surroundings.limits(),
            time,
            surroundings.besideLane());
    engine.feed().ifPresent(others -> others.hear(delivery::heard));
    this.online = new WhoIsOnline(engine.feed(), lane, delivery);
    this.notifications = new Notifications(engine, online, banning);
    this.erasure = new Erasure(engine, lane, online);
  }

  /// Where no other node has to hear of sessions, they are stored for whoever follows them.
  private PresenceTeller storing(Surroundings surroundings, SteadyTime time) {
    return new PresenceTeller(
        delivery,
        app -> surroundings.policies().apply(app).isPresenceTold(),
        this::takeInAnyCase,
        time);
  }

  /// Somebody outside has begun to follow who is online in an app, which its policy says already.
  /// Where no other node has to hear of sessions, those who are there are told. Never blocks.
  public void tellWhoIsOnline(int app) {
    presence.ifPresent(storing ->
        takeInAnyCase(new Command.Turn(_ -> delivery.forEachDevice(app, storing::beginTelling))));
  }

  private void takeInAnyCase(Command command) {
    lane.submitAlways(command);
  }

  /// Hands each command to the feature that decides it.
  private final class Deciding implements CommitLane.Decider {

    @Override
    public Decision decide(Ledger ledger, Command.Decided command) {
      return Node.this.decide(ledger, command);
    }

    @Override
    public void announce(List<Command> batch, ReadSet reads) {
      Readings.announce(
          batch, reads, receipts::areByUser, app -> policies.apply(app).directory().required());
    }
  }

  private Decision decide(Ledger ledger, Command.Decided command) {
    return switch (command) {
      case Command.Send send -> messaging.send(ledger, send);
      case Command.Vetted vetted -> messaging.sendVetted(ledger, vetted);
      case Command.Recall recall -> replacing.recall(ledger, recall);
      case Command.Withdraw withdraw -> replacing.withdraw(ledger, withdraw);
      case Command.Edit edit -> replacing.edit(ledger, edit);
      case Command.Rewrite rewrite -> replacing.rewrite(ledger, rewrite);
      case Command.PinMessage pin -> pinboard.pin(ledger, pin);
      case Command.PinAny pin -> pinboard.pinAny(ledger, pin);
      case Command.React react -> reacting.react(ledger, react);
      case Command.TakeBack taken -> reacting.takeBack(ledger, taken);
      case Command.Receive receive -> positions.receive(ledger, receive);
      case Command.Read read -> positions.read(ledger, read);
      case Command.SetConversation set -> settings.set(ledger, set);
      case Command.PutGroup put -> groups.put(ledger, put);
      case Command.AddMembers add -> groups.add(ledger, add);
      case Command.RemoveMember remove -> groups.remove(ledger, remove);
      case Command.SetMember set -> groups.set(ledger, set);
      case Command.DissolveGroup dissolve -> groups.dissolve(ledger, dissolve);
      case Command.RaiseFloors raise -> floors.raise(ledger, raise);
      case Command.TellLogin login -> Attendance.logIn(ledger, login);
      case Command.TellLogout logout -> Attendance.logOut(ledger, logout);
      case Command.SignOut out -> Attendance.signOut(ledger, out);
      case Command.Ban ban -> Banning.ban(ledger, ban);
      case Command.LiftBan lift -> Banning.lift(ledger, lift);
      case Command.PutBlock put -> Blocking.block(ledger, put);
      case Command.LiftBlock lift -> Blocking.lift(ledger, lift);
      case Command.SwitchReceipts set -> receipts.set(ledger, set);
      case Command.SetPushToken set -> PushRegistration.set(ledger, set);
      case Command.RemovePushToken remove -> PushRegistration.remove(ledger, remove);
      case Command.ForgetPushToken forget -> PushRegistration.forget(ledger, forget);
      case Command.PutProfile put -> Profiles.put(ledger, put);
      case Command.RemoveProfile remove -> Profiles.remove(ledger, remove);
      case Command.EraseViews erase -> Views.erase(ledger, erase);
      case Command.ImportMessage taken -> Imports.message(ledger, taken);
      case Command.ImportPin pin -> pinboard.takeOver(ledger, pin);
      case Command.ImportReaction taken -> Reacting.takeOver(ledger, taken);
      case Command.ImportReport report -> imports.report(ledger, report);
      case Command.Placed placed -> Imports.placed(ledger, placed, then -> decide(ledger, then));
      case Command.Chained chained -> Imports.chained(chained, then -> decide(ledger, then));
    };
  }

  /// The lane into which commands go.
  public CommitLane lane() {
    return lane;
  }

  public InboxPull inbox() {
    return inbox;
  }

  public History history() {
    return history;
  }

  public PinnedMessages pinned() {
    return pinned;
  }

  public SeenReactions reactions() {
    return reactions;
  }

  public Conversations conversations() {
    return conversations;
  }

  public Readers readers() {
    return readers;
  }

  public ReceiptSettings receipts() {
    return receipts;
  }

  public WhoIsOnline online() {
    return online;
  }

  public Notifications notifications() {
    return notifications;
  }

  public Banning banning() {
    return banning;
  }

  public Erasure erasure() {
    return erasure;
  }

  public DirectoryView directory() {
    return directory;
  }

  /// What is stored, for questions that have no rule of their own, such as who is in a group.
  public Engine engine() {
    return engine;
  }

  /// Closes the lane: what it has taken is finished, later commands are refused.
  @Override
  public void close() {
    lane.close();
  }
}
