package io.whaleshark.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: an author learns without a server what the order of lines has wrong, and is told nothing
/// of what cannot be known. Method: short files.
class OrderCheckTest {

  private static final String CREATED =
      "{'type':'group','groupId':'g','ownerId':'alice','members':['bob']}";
  private static final String AFTER_M1 = ",'after':{'fromId':'alice','messageId':'m1'}}";

  private final LineReader reader = new LineReader(7, 1_000, Clock.systemUTC());
  private final OrderCheck check = new OrderCheck();

  private Optional<String> fault(String line) {
    return check.fault(reader.read(line.replace('\'', '"').getBytes(UTF_8)));
  }

  private void fits(String line) {
    assertThat(fault(line)).as(line).isEmpty();
  }

  private void isWrong(String line, String why) {
    assertThat(fault(line)).as(line).hasValueSatisfying(fault -> assertThat(fault).contains(why));
  }

  private static String says(String user, String id, long time) {
    return ("{'type':'message','fromId':'%s','groupId':'g','messageId':'%s','messageTime':%d,"
            + "'messageBody':1}")
        .formatted(user, id, time);
  }

  @Test
  void whoIsNoMemberSaysNothing() {
    fits(CREATED);
    fits(says("alice", "m1", 1));
    isWrong(says("carol", "c1", 2), "fromId: not a member");
    fits("{'type':'join','groupId':'g','members':['carol']" + AFTER_M1);
    fits(says("carol", "c1", 2));
    fits(
        "{'type':'leave','groupId':'g','userId':'carol','after':{'fromId':'carol','messageId':'c1'}}");
    isWrong(says("carol", "c2", 3), "fromId: not a member");
    fits(
        "{'type':'read','userId':'carol','groupId':'g','message':{'fromId':'carol','messageId':'c1'}}");
    isWrong(
        "{'type':'read','userId':'dave','groupId':'g','message':{'fromId':'carol','messageId':'c1'}}",
        "userId: never a member");
  }

  @Test
  void aPlaceIsBehindTheLastMessage() {
    fits(CREATED);
    isWrong("{'type':'join','groupId':'g','members':['carol']" + AFTER_M1, "after: not the last");
    fits(says("alice", "m1", 1));
    fits(says("alice", "m2", 2));
    isWrong("{'type':'join','groupId':'g','members':['carol']}", "after: not the last");
    isWrong("{'type':'join','groupId':'g','members':['carol']" + AFTER_M1, "after: not the last");
  }

  @Test
  void theOwnerStaysUntilAnotherOneIs() {
    fits(CREATED);
    isWrong("{'type':'leave','groupId':'g','userId':'alice'}", "userId: the owner");
    isWrong("{'type':'role','groupId':'g','userId':'alice','role':'member'}", "role: that of the");
    isWrong(
        "{'type':'role','groupId':'g','userId':'carol','role':'owner'}", "userId: not a member");
    fits("{'type':'role','groupId':'g','userId':'bob','role':'owner'}");
    fits("{'type':'leave','groupId':'g','userId':'alice'}");
    isWrong("{'type':'leave','groupId':'g','userId':'alice'}", "userId: not a member");
  }

  @Test
  void nothingHappensInAGroupThatWasDissolved() {
    fits(CREATED);
    isWrong(CREATED, "groupId: created before");
    isWrong("{'type':'erase','userId':'bob','groupId':'g'}", "userId: a member");
    fits("{'type':'dissolve','groupId':'g'}");
    isWrong(says("alice", "m1", 1), "groupId: the group was dissolved");
    isWrong("{'type':'leave','groupId':'g','userId':'bob'}", "groupId: the group was dissolved");
    isWrong(
        "{'type':'join','groupId':'g','members':['carol']}", "groupId: the group was dissolved");
    fits("{'type':'erase','userId':'bob','groupId':'g'}");
  }

  @Test
  void nothingIsReadBeforeItIsSaid() {
    fits(CREATED);
    isWrong(
        "{'type':'read','userId':'bob','groupId':'g','message':{'fromId':'alice','messageId':'m1'}}",
        "message: no message stands before");
  }

  @Test
  void whatTheFileDoesNotBeginIsTakenAsItIs() {
    fits("{'type':'join','groupId':'g','members':['carol']" + AFTER_M1);
    fits(says("whoever", "m9", 5));
    fits("{'type':'settings','userId':'a','toId':'b','isTop':true" + AFTER_M1);
  }
}
