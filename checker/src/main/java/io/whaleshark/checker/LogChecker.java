package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.List;
import java.util.Set;

/// Is told what clients did and saw, and names what cannot be. Thread-safe.
///
/// Each method reports one fact. Attempts are reported before they are made, answers and pushes
/// when they have come; what never came is not reported. Anomalies that show at once are found at
/// once, the others by [#check]. What it remembers grows with the number of messages.
public final class LogChecker {

  private final Findings findings = new Findings();
  private final LogFacts log = new LogFacts(findings);
  private final MembershipFacts members = new MembershipFacts(findings);
  private final InboxCheck inboxes = new InboxCheck(findings, log, members);
  private final HistoryCheck history = new HistoryCheck(findings, log, members, inboxes);
  private final ReadCheck reads = new ReadCheck(findings, log, members, history);
  private long moment;

  /// A number greater than that of every fact so far: taken before a request leaves, it says what
  /// the answer must know.
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

  /// A send was refused for good: the message must not exist.
  public synchronized void refused(MessageId id) {
    log.refused(id);
  }

  /// The server says that there is no such message, and it has not expired.
  public synchronized void denied(MessageId id) {
    log.denied(id);
  }

  /// The author is about to recall a message.
  public synchronized void recalling(MessageId id) {
    log.recallAttempted(id);
  }

  /// A recall was answered.
  ///
  /// @param sequence that of the message
  public synchronized void recalled(MessageId id, long sequence) {
    log.recallAcked(id, sequence, moment());
  }

  /// The oldest messages of a conversation have expired, up to a sequence (inclusive): they need
  /// not be there any more, do not count as unread, and their ids may be used again. To be called
  /// when all of them have been seen, before anything is reported that was asked for since.
  public synchronized void expired(String conversation, long upTo) {
    log.expired(conversation, upTo);
  }

  /// A device was pushed an entry of its user's inbox.
  public synchronized void pushed(Device device, InboxPage.Entry entry) {
    inboxes.pushed(device, entry, moment());
  }

  /// A device pulled a page of its user's inbox.
  public synchronized void pulled(InboxPage page) {
    inboxes.pulled(page, moment());
  }

  /// A device logged in and was told where the inbox ends.
  ///
  /// @param asked the moment before the login left
  public synchronized void loggedIn(Device device, long newestPosition, long asked) {
    inboxes.newest(device, newestPosition, asked);
  }

  /// A user read history, to its end.
  public synchronized void historyRead(HistoryRead read) {
    history.read(read, moment());
  }

  /// A user is about to become a member. For both sides of a direct conversation too, before its
  /// first message.
  public synchronized void joining(Part part) {
    members.joining(part, moment());
  }

  /// Joining was answered.
  public synchronized void joined(Part part) {
    members.joined(part, moment());
  }

  /// A member is about to leave, or to be removed.
  public synchronized void leaving(Part part) {
    members.leaving(part, moment());
  }

  /// Leaving was answered.
  public synchronized void left(Part part) {
    members.left(part, moment());
  }

  /// The members of a group were asked for.
  public synchronized void membersListed(String conversation, Set<String> users, long asked) {
    members.listed(conversation, users, asked);
  }

  /// A user is about to report having read up to a sequence (inclusive) that was displayed.
  public synchronized void reading(Part part, long sequence) {
    reads.reported(part, sequence, moment());
  }

  /// A device was told how far somebody has read: one of the author, or another one of the reader.
  public synchronized void readSeen(Device device, Part reader, long sequence) {
    reads.pushed(device, reader, sequence, moment());
  }

  /// A user pulled the conversation list.
  public synchronized void listed(ListedConversation line) {
    reads.listed(line, moment());
  }

  /// Somebody asked who has read a group message, or how many.
  public synchronized void counted(ReaderCount count) {
    reads.counted(count);
  }

  /// Checks everything that is known. To be called when every user has just read the newest
  /// history; what is under way meanwhile is known to be.
  ///
  /// @return the anomalies found so far, of each kind the first few
  public synchronized List<Anomaly> check() {
    log.check();
    inboxes.check((part, sequence) -> history.visible(part).get(Math.toIntExact(sequence)));
    reads.check();
    return findings.all();
  }

  /// The anomalies that have shown so far, of each kind the first few.
  public synchronized List<Anomaly> found() {
    return findings.all();
  }

  /// A device is given up: nothing more is expected of it.
  public synchronized void forget(Device device) {
    inboxes.forget(device);
  }

  /// How many messages are known to exist.
  public synchronized long messageCount() {
    return log.count();
  }

  /// The newest sequence that history has shown to a user; where to go on reading.
  public synchronized long historyEnd(Part part) {
    return Math.max(0, history.visible(part).length() - 1);
  }
}
