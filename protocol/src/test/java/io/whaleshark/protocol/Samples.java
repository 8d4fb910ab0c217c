package io.whaleshark.protocol;

import io.whaleshark.protocol.BlockEvent.BlockPage;
import io.whaleshark.protocol.BlockEvent.BlockSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationDeleted;
import io.whaleshark.protocol.ConversationEvent.ConversationSetAck;
import io.whaleshark.protocol.ConversationEvent.ConversationUpdated;
import io.whaleshark.protocol.ConversationItem.DirectState;
import io.whaleshark.protocol.ConversationItem.GroupState;
import io.whaleshark.protocol.GroupEvent.Dissolved;
import io.whaleshark.protocol.GroupEvent.MemberRemoved;
import io.whaleshark.protocol.GroupEvent.MembersAdded;
import io.whaleshark.protocol.GroupEvent.Renamed;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.PinAck;
import io.whaleshark.protocol.MessageEvent.PinNotify;
import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.MessageEvent.ReactionNotify;
import io.whaleshark.protocol.MessageEvent.RecallAck;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.MessageEvent.ReceiveAckPush;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.GroupReadCountsPage;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.PinPage;
import io.whaleshark.protocol.PageEvent.PinnedMessage;
import io.whaleshark.protocol.PageEvent.ReactionCount;
import io.whaleshark.protocol.PageEvent.ReactionPage;
import io.whaleshark.protocol.PageEvent.ReactorsPage;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.PageEvent.Reader;
import io.whaleshark.protocol.PushTokenEvent.PushTokenRemoveAck;
import io.whaleshark.protocol.PushTokenEvent.PushTokenSetAck;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsSetAck;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsState;
import io.whaleshark.protocol.ReceiptsEvent.ReceiptsUpdated;
import io.whaleshark.protocol.ReplaceRequest.Edit;
import io.whaleshark.protocol.ReplaceRequest.Recall;
import io.whaleshark.protocol.SessionEvent.Kicked;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import io.whaleshark.protocol.SessionEvent.Pong;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Every request and every event of the contract, with and without what may be left out, by the
/// name under which the golden file lists it.
final class Samples {
  static final Peer BOB = Peer.direct("bob");
  static final Peer TEAM = Peer.group("team_1");
  static final Bytes HELLO = CanonicalJson.ofText("h\u00e9llo \"\uD83D\uDC0B\"\n");
  static final Bytes EXTRA =
      CanonicalJson.of(Bytes.utf8("{\"pi\":3.14,\"list\":[1,null,true]}").array());
  static final long TIME = 1_780_000_000_123L;
  static final long KEY = 1_780_000_000_123_456L;
  static final long NEXT_KEY = KEY + 1;

  private Samples() {}

  static ChatMessage direct() {
    return new ChatMessage(10001, "m-1", "alice", BOB, HELLO, null, TIME, KEY, 1, false);
  }

  static ChatMessage inGroup() {
    var image =
        CanonicalJson.of(
            Bytes.utf8("{\"image\":\"https://example.org/a.png\",\"size\":1e3}").array());
    return new ChatMessage(10001, "m-2", "alice", TEAM, image, EXTRA, TIME, NEXT_KEY, 7, false);
  }

  static ChatMessage edited() {
    return inGroup().edited(HELLO, null, TIME + 5_000);
  }

  static ChatMessage recalled() {
    return new ChatMessage(10001, "m-1", "alice", BOB, HELLO, EXTRA, TIME, KEY, 1, true);
  }

  static ConversationItem directItem() {
    return new ConversationItem(
        "alice", BOB, NEXT_KEY, 1, 3, direct(), 2, false, true, false, new DirectState(1, 3));
  }

  static ConversationItem groupItem() {
    return new ConversationItem(
        "alice", TEAM, KEY, 7, 7, null, 0, true, false, true, new GroupState(3, "Team \u00fc"));
  }

  static Request request(String name) {
    return Objects.requireNonNull(requests().get(name), name);
  }

  static Event event(String name) {
    return Objects.requireNonNull(events().get(name), name);
  }

  static Map<String, Request> requests() {
    Map<String, Request> all = new LinkedHashMap<>();
    all.put("LOGIN", new Request.LogIn("alice", null, null));
    all.put("LOGIN with a token", new Request.LogIn("alice", "e30.e30.c2ln", "r-1"));
    all.put("LOGOUT", new Request.LogOut(null, null));
    all.put("LOGOUT that says who", new Request.LogOut("alice", "r-2"));
    all.put("PING", new Request.Ping(false, null));
    all.put("PING that wants a reply", new Request.Ping(true, "r-3"));
    all.put("MSG_P2P", new Request.Send(BOB, "alice", "m-1", HELLO, null, null));
    all.put(
        "MSG_GROUP",
        new Request.Send(TEAM, "alice", "m-2", CanonicalJson.ofText("hi"), EXTRA, "r-4"));
    all.put("MSG_RECEIVE_ACK", new Request.ReceiveAck("bob", "alice", KEY, "m-1", 1, null));
    all.put("RECALL by key", new Recall(BOB, "alice", MessageName.ofKey(KEY), "r-5"));
    all.put("RECALL by id", new Recall(TEAM, "alice", MessageName.ofId("m-2"), null));
    all.put(
        "RECALL by all names",
        new Recall(TEAM, "alice", new MessageName(NEXT_KEY, "m-2", 7L), null));
    all.put("EDIT", new Edit(BOB, "alice", MessageName.ofSequence(1), HELLO, null, "r-20"));
    all.put(
        "EDIT by all names",
        new Edit(TEAM, "alice", new MessageName(NEXT_KEY, "m-2", 7L), HELLO, EXTRA, null));
    pins(all);
    reactions(all);
    all.put("MSG_READ", new Request.Read(Peer.direct("alice"), "bob", 1, null));
    all.put("GROUP_READ", new Request.Read(TEAM, "bob", 7, "r-6"));
    all.put("INBOX_PULL", new Request.InboxPull(0, 100, null, null));
    all.put("INBOX_PULL after a sequence", new Request.InboxPull(KEY, 500, "bob", "r-7"));
    all.put(
        "HISTORY_PULL of the newest", new Request.HistoryPull(BOB, null, null, 100, null, null));
    all.put("HISTORY_PULL before", new Request.HistoryPull(TEAM, 7L, null, 20, null, "r-8"));
    all.put("HISTORY_PULL after", new Request.HistoryPull(TEAM, null, 3L, 20, "bob", null));
    all.put("CONVERSATION_PULL", new Request.ConversationPull(0, 100, null, null));
    all.put(
        "CONVERSATION_PULL after a sequence", new Request.ConversationPull(KEY, 1, "bob", "r-9"));
    all.put("CONVERSATION_SET top", new Request.ConversationSet(BOB, true, null, null, null, null));
    all.put(
        "CONVERSATION_SET all",
        new Request.ConversationSet(TEAM, false, true, true, "bob", "r-10"));
    all.put("GROUP_READERS", new Request.GroupReaders("team_1", 7, null, 100, null, null));
    all.put(
        "GROUP_READERS next page",
        new Request.GroupReaders("team_1", 7, "bob", 1, "alice", "r-11"));
    all.put("GROUP_READ_COUNTS", new Request.GroupReadCounts("team_1", 1, 200, null, "r-12"));
    all.put("BLOCK_SET", new Request.BlockSet("bob", true, null, null));
    all.put("BLOCK_SET lift", new Request.BlockSet("bob", false, "alice", "r-13"));
    all.put("BLOCK_PULL", new Request.BlockPull(null, "r-14"));
    all.put("RECEIPTS_SET", new Request.ReceiptsSet(true, null, null));
    all.put("RECEIPTS_SET off", new Request.ReceiptsSet(false, "alice", "r-15"));
    all.put("RECEIPTS_PULL", new Request.ReceiptsPull(null, "r-16"));
    all.put("PUSH_TOKEN_SET", new PushRequest.PushTokenSet("apns", "00fc13ad", null, null));
    all.put(
        "PUSH_TOKEN_SET of FCM",
        new PushRequest.PushTokenSet("fcm", "dQw4:APA91b", "alice", "r-17"));
    all.put("PUSH_TOKEN_REMOVE", new PushRequest.PushTokenRemove(null, "r-18"));
    all.put("TYPING", new TypingRequest(BOB, true, null, null));
    all.put("TYPING in a group", new TypingRequest(TEAM, false, "alice", "r-19"));
    return all;
  }

  private static void pins(Map<String, Request> all) {
    all.put("PIN", new PinSet(BOB, "alice", MessageName.ofSequence(1), true, "r-21"));
    all.put(
        "PIN no more by all names",
        new PinSet(TEAM, "alice", new MessageName(NEXT_KEY, "m-2", 7L), false, null));
    all.put("PIN_PULL", new PinPull(BOB, null, null));
    all.put("PIN_PULL of a group", new PinPull(TEAM, "bob", "r-22"));
  }

  private static void reactions(Map<String, Request> all) {
    all.put("REACT", new React(BOB, "alice", MessageName.ofSequence(1), "👍", true, "r-23"));
    all.put(
        "REACT taken back by all names",
        new React(TEAM, "alice", new MessageName(NEXT_KEY, "m-2", 7L), "+1", false, null));
    all.put("REACTION_PULL", new ReactionPull(BOB, 1, 200, null, null));
    all.put("REACTION_PULL of a group", new ReactionPull(TEAM, 5, 7, "bob", "r-24"));
    all.put("REACTORS_PULL", new ReactorsPull(BOB, 1, "👍", null, 100, null, null));
    all.put("REACTORS_PULL next page", new ReactorsPull(TEAM, 7, "+1", "bob", 2, "alice", "r-25"));
  }

  static Map<String, Event> events() {
    Map<String, Event> all = new LinkedHashMap<>();
    session(all);
    messages(all);
    reads(all);
    pages(all);
    conversationsAndGroups(all);
    blocks(all);
    receipts(all);
    pushTokens(all);
    all.put("TYPING_NOTIFY", new TypingNotify(BOB, "alice", true));
    all.put("TYPING_NOTIFY in a group", new TypingNotify(TEAM, "alice", false));
    return all;
  }

  private static void session(Map<String, Event> all) {
    int send = CommandNumber.MSG_P2P.number();
    all.put("LOGIN_ACK", new LoginAck("alice", TIME, KEY, null));
    all.put("LOGIN_ACK of a named request", new LoginAck("alice", TIME, 0, "r-1"));
    all.put(
        "LOGIN_ACK refused",
        new Refused(40101, "token: expired", CommandNumber.LOGIN.number(), null, "r-1"));
    all.put("KICKED", new Kicked("logged in elsewhere", ClientType.ANDROID, "phone-2"));
    all.put("REFUSED", new Refused(40000, "maxLimit: 0 (expected: 1..500)", 1200, null, "r-7"));
    all.put(
        "REFUSED without a command",
        new Refused(41300, "bodyLength: 9 (expected: 0..8)", 0, null, null));
    all.put("PING reply", new Pong(null));
    all.put("PING reply to a named request", new Pong("r-3"));
    all.put("MSG_ACK refused", new Refused(40900, "messageId: used before", send, "m-1", "r-4"));
    all.put(
        "MSG_ACK refused without an id",
        new Refused(40000, "messageId: missing", send, null, null));
    all.put(
        "EDIT_ACK refused",
        new Refused(40309, "too late", CommandNumber.EDIT.number(), "m-1", null));
    all.put(
        "PIN_ACK refused",
        new Refused(40310, "not allowed", CommandNumber.PIN.number(), "m-1", "r-21"));
    all.put(
        "REACT_ACK refused",
        new Refused(41300, "too many", CommandNumber.REACT.number(), "m-1", "r-23"));
    all.put(
        "RECALL_ACK refused",
        new Refused(40302, "too late", CommandNumber.RECALL.number(), "m-1", null));
  }

  private static void messages(Map<String, Event> all) {
    all.put("MSG_ACK", new SendAck(ConversationType.DIRECT, "m-1", KEY, 1, TIME, null));
    all.put("GROUP_MSG_ACK", new SendAck(ConversationType.GROUP, "m-2", NEXT_KEY, 7, TIME, "r-4"));
    all.put("MSG_P2P to the receiver", new MessagePush(direct(), "bob", KEY, 0, true));
    all.put(
        "MSG_P2P to the sender's other device", new MessagePush(direct(), "alice", KEY, 5, false));
    all.put("MSG_P2P recalled", new MessagePush(recalled(), "bob", NEXT_KEY, KEY, false));
    all.put("MSG_GROUP to a member", new MessagePush(inGroup(), "b_o_b", NEXT_KEY, KEY, false));
    all.put(
        "MSG_RECEIVE_ACK by a device", new ReceiveAckPush("bob", "alice", KEY, "m-1", 1, false));
    all.put(
        "MSG_RECEIVE_ACK by the server", new ReceiveAckPush("bob", "alice", KEY, "m-1", 1, true));
    all.put("EDIT_ACK", new EditAck("m-1", KEY, 1, TIME + 5_000, "r-20"));
    all.put("EDIT_NOTIFY", new MessagePush(edited(), "bob", NEXT_KEY + 1, NEXT_KEY, true));
    all.put("PIN_ACK", new PinAck("m-1", KEY, 1, TIME + 6_000, "r-21"));
    all.put("PIN_ACK no more", new PinAck("m-2", NEXT_KEY, 7, null, null));
    all.put(
        "PIN_NOTIFY", new PinNotify(Peer.direct("alice"), "alice", "m-1", KEY, 1, TIME + 6_000));
    all.put(
        "PIN_NOTIFY no more by the backend", new PinNotify(TEAM, null, "m-2", NEXT_KEY, 7, null));
    all.put("REACT_ACK", new ReactAck("m-1", KEY, 1, "👍", true, 2, "r-23"));
    all.put("REACT_ACK taken back", new ReactAck("m-2", NEXT_KEY, 7, "+1", false, 0, null));
    all.put(
        "REACTION_NOTIFY",
        new ReactionNotify(Peer.direct("alice"), "alice", "m-1", KEY, 1, "👍", true, 2));
    all.put(
        "REACTION_NOTIFY taken back in a group",
        new ReactionNotify(TEAM, "bob", "m-2", NEXT_KEY, 7, "+1", false, 0));
    all.put("RECALL_ACK", new RecallAck("m-1", KEY, 1, "r-5"));
    all.put(
        "RECALL_NOTIFY direct",
        new RecallNotify(10001, "bob", BOB, "alice", "m-1", KEY, 1, NEXT_KEY, KEY));
    all.put(
        "RECALL_NOTIFY group",
        new RecallNotify(10001, "bob", TEAM, "alice", "m-2", NEXT_KEY, 7, NEXT_KEY + 1, NEXT_KEY));
  }

  private static void reads(Map<String, Event> all) {
    all.put("MSG_READ_NOTIFY", new ReadNotify(Peer.direct("alice"), "bob", 1, 0));
    all.put("GROUP_READ_NOTIFY", new ReadNotify(TEAM, "bob", 7, 12));
    all.put("MSG_READ_RECEIPT", new ReadReceipt("bob", "alice", 1));
    all.put("GROUP_READ_RECEIPT", new GroupReadReceipt("team_1", "bob", 9, 7, 1, 2));
  }

  private static void pages(Map<String, Event> all) {
    var entries =
        List.of(new InboxEntry(direct(), "bob", KEY), new InboxEntry(inGroup(), "bob", NEXT_KEY));
    var gaps = List.of(new Gap(Peer.direct("alice"), 1, 40), new Gap(TEAM, 3, 3));
    all.put("INBOX_PAGE", new InboxPage(entries, NEXT_KEY, true, false, List.of(), null));
    all.put("INBOX_PAGE empty", new InboxPage(List.of(), 0, true, false, List.of(), "r-7"));
    all.put("INBOX_PAGE truncated", new InboxPage(entries, NEXT_KEY, false, true, gaps, "r-7"));
    all.put(
        "INBOX_PAGE truncated, gaps unknown",
        new InboxPage(List.of(), 5, true, true, List.of(), null));
    all.put("HISTORY_PAGE", new HistoryPage(List.of(recalled(), direct()), false, "r-8"));
    all.put("HISTORY_PAGE empty", new HistoryPage(List.of(), true, null));
    var pinned =
        List.of(new PinnedMessage(edited(), TIME + 7_000), new PinnedMessage(direct(), TIME));
    all.put("PIN_PAGE", new PinPage(pinned, "r-22"));
    all.put("PIN_PAGE empty", new PinPage(List.of(), null));
    var up = new ReactionCount("👍", 2, true);
    var plus = new ReactionCount("+1", 1, false);
    all.put(
        "REACTION_PAGE",
        new ReactionPage(
            List.of(
                new MessageReactions(1, List.of(up, plus)), new MessageReactions(7, List.of(plus))),
            "r-24"));
    all.put("REACTION_PAGE empty", new ReactionPage(List.of(), null));
    all.put("REACTORS_PAGE", new ReactorsPage(3, List.of("alice", "bob"), false, "r-25"));
    all.put("REACTORS_PAGE empty", new ReactorsPage(0, List.of(), true, null));
    all.put(
        "CONVERSATION_PAGE",
        new ConversationPage(List.of(groupItem(), directItem()), NEXT_KEY, true, "r-9"));
    all.put("CONVERSATION_PAGE empty", new ConversationPage(List.of(), KEY, true, null));
    all.put(
        "GROUP_READERS_PAGE",
        new GroupReadersPage(
            1, 2, List.of(new Reader("bob", true), new Reader("carol", false)), true, "r-11"));
    all.put(
        "GROUP_READ_COUNTS_PAGE",
        new GroupReadCountsPage(
            3, List.of(new ReadCount(1, 0, 2), new ReadCount(7, 2, 2)), "r-12"));
  }

  private static void conversationsAndGroups(Map<String, Event> all) {
    all.put("CONVERSATION_SET_ACK", new ConversationSetAck(BOB, true, null, null, null));
    all.put("CONVERSATION_SET_ACK all", new ConversationSetAck(TEAM, false, true, true, "r-10"));
    all.put("CONVERSATION_UPDATED direct", new ConversationUpdated(directItem()));
    all.put("CONVERSATION_UPDATED group", new ConversationUpdated(groupItem()));
    all.put("CONVERSATION_DELETED", new ConversationDeleted("alice", TEAM));
    all.put(
        "GROUP_MEMBERS_ADDED",
        new MembersAdded("team_1", "Team", "alice", List.of("bob", "carol"), 3));
    all.put("GROUP_RENAMED", new Renamed("team_1", "Team 2", "alice"));
    all.put("GROUP_MEMBER_REMOVED", new MemberRemoved("team_1", "carol", 2));
    all.put("GROUP_DISSOLVED", new Dissolved("team_1"));
  }

  private static void blocks(Map<String, Event> all) {
    all.put("BLOCK_SET_ACK", new BlockSetAck("bob", true, null));
    all.put("BLOCK_SET_ACK lifted", new BlockSetAck("bob", false, "r-13"));
    all.put("BLOCK_PAGE", new BlockPage(List.of("bob", "mallory"), "r-14"));
    all.put("BLOCK_PAGE empty", new BlockPage(List.of(), null));
  }

  private static void pushTokens(Map<String, Event> all) {
    all.put("PUSH_TOKEN_SET_ACK", new PushTokenSetAck("apns", null));
    all.put("PUSH_TOKEN_SET_ACK of FCM", new PushTokenSetAck("fcm", "r-17"));
    all.put("PUSH_TOKEN_REMOVE_ACK", new PushTokenRemoveAck("r-18"));
  }

  private static void receipts(Map<String, Event> all) {
    all.put("RECEIPTS_SET_ACK", new ReceiptsSetAck(true, null));
    all.put("RECEIPTS_SET_ACK off", new ReceiptsSetAck(false, "r-15"));
    all.put("RECEIPTS_STATE", new ReceiptsState(false, false, true, "r-16"));
    all.put("RECEIPTS_STATE of an app", new ReceiptsState(true, true, false, null));
    all.put("RECEIPTS_UPDATED", new ReceiptsUpdated("alice", false, true));
  }

  /// All kinds of a sealed interface, those of the sealed ones below it too.
  static Stream<Class<?>> kinds(Class<?> of) {
    return of.isInterface()
        ? Stream.of(of.getPermittedSubclasses()).flatMap(Samples::kinds)
        : Stream.of(of);
  }
}
