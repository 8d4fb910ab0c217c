package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.List;
import java.util.Set;

/// Receives reports of what clients did and saw, and finds anomalies. Thread-safe.
///
/// Each method reports one fact. Report attempts before they are made, and answers and pushes after
/// they arrived. Do not report an answer that never arrived. Some anomalies are found at once, the
/// others by [#check]. Its memory grows with the number of messages.
public final class LogChecker {

  private final Findings findings = new Findings();
  private final LogFacts log = new LogFacts(findings);
  private final MembershipFacts members = new MembershipFacts(findings);
  private final InboxCheck inboxes = new InboxCheck(findings, log, members);
  private final HistoryCheck history = new HistoryCheck(findings, log, members, inboxes);
  private final ReadCheck reads = new ReadCheck(findings, log, members, history);
  private long moment;

  /// A number greater than that of every fact so far. Taken before a request is sent, it determines
  /// which facts the answer must reflect.
  public synchronized long moment() {
    return ++moment;
  }

  /// A client is about to send a message, for the first time or again.
  public synchronized void attempted(MessageId id, String conversation, String body) {
    log.attempted(id, conversation, body, moment());
  }

  /// A send was answered.
  public synchronized void acked(MessageId id, Ack ack) {
    if (log.acked(id, ack, moment()) && !members.maySpeak(log.entry(id))) {
      findings.add(Kind.TRESPASS, id + " was acknowledged, and its sender is no member");
    }
  }

  /// A send was refused permanently: the message must not exist.
  public synchronized void refused(MessageId id) {
    log.refused(id);
  }

  /// The server answered that the message does not exist, although it has not expired.
  public synchronized void denied(MessageId id) {
    log.denied(id);
  }

  /// The author is about to recall a message.
  public synchronized void recalling(MessageId id) {
    log.recallAttempted(id);
  }

  /// A recall was answered.
  ///
  /// @param sequence the sequence of the message
  public synchronized void recalled(MessageId id, long sequence) {
    log.recallAcked(id, sequence, moment());
  }

  /// Somebody who may is about to edit a message.
  ///
  /// @param body see [Sighting#body]
  public synchronized void editing(MessageId id, String body) {
    log.editAttempted(id, body);
  }

  /// An edit was answered.
  ///
  /// @param sequence the sequence of the message
  public synchronized void edited(MessageId id, long sequence, long editedTime) {
    log.editAcked(id, sequence, editedTime, moment());
  }

  /// The oldest messages of a conversation have expired, up to a sequence (inclusive). They may be
  /// missing from now on, do not count as unread, and their ids may be reused. Call it when all of
  /// them have been seen, before reporting the answer to any later request.
  public synchronized void expired(String conversation, long upTo) {
    log.expired(conversation, upTo);
  }

  /// A device got a push with an entry of its user's inbox.
  public synchronized void pushed(Device device, InboxPage.Entry entry) {
    inboxes.pushed(device, entry, moment());
  }

  /// A device pulled a page of its user's inbox.
  public synchronized void pulled(InboxPage page) {
    inboxes.pulled(page, moment());
  }

  /// A device logged in and was told the newest position of the inbox.
  ///
  /// @param asked the moment before the login was sent
  public synchronized void loggedIn(Device device, long newestPosition, long asked) {
    inboxes.newest(device, newestPosition, asked);
  }

  /// A user read history to its end.
  public synchronized void historyRead(HistoryRead read) {
    history.read(read, moment());
  }

  /// A user is about to become a member. Also report it for both sides of a direct conversation,
  /// before its first message.
  public synchronized void joining(Part part) {
    members.joining(part, moment());
  }

  /// The join was acknowledged.
  public synchronized void joined(Part part) {
    members.joined(part, moment());
  }

  /// A member is about to leave or to be removed.
  public synchronized void leaving(Part part) {
    members.leaving(part, moment());
  }

  /// The leave was acknowledged.
  public synchronized void left(Part part) {
    members.left(part, moment());
  }

  /// Somebody listed the members of a group.
  public synchronized void membersListed(String conversation, Set<String> users, long asked) {
    members.listed(conversation, users, asked);
  }

  /// A user is about to report having read up to a sequence (inclusive) that was displayed.
  public synchronized void reading(Part part, long sequence) {
    reads.reported(part, sequence, moment());
  }

  /// A device was told how far somebody has read: a device of the author, or another device of the
  /// reader.
  public synchronized void readSeen(Device device, Part reader, long sequence) {
    reads.pushed(device, reader, sequence, moment());
  }

  /// A user pulled the conversation list.
  public synchronized void listed(SeenItem item) {
    reads.listed(item, moment());
  }

  /// Somebody asked who has read a group message, or how many.
  public synchronized void counted(ReaderCount count) {
    reads.counted(count);
  }

  /// Checks all facts. Call it when every user has just read the newest history; it takes requests
  /// in progress into account.
  ///
  /// @return the anomalies found so far, limited to the first few of each kind
  public synchronized List<Anomaly> check() {
    log.check();
    inboxes.check((part, sequence) -> history.visible(part).get(Math.toIntExact(sequence)));
    reads.check();
    return findings.all();
  }

  /// The anomalies found so far, limited to the first few of each kind.
  public synchronized List<Anomaly> found() {
    return findings.all();
  }

  /// A device is abandoned: nothing more is expected of it.
  public synchronized void forget(Device device) {
    inboxes.forget(device);
  }

  /// The number of messages that are known to exist.
  public synchronized long messageCount() {
    return log.count();
  }

  /// The newest sequence that history has shown to a user: the cursor for reading on.
  public synchronized long historyEnd(Part part) {
    return Math.max(0, history.visible(part).length() - 1);
  }
}
