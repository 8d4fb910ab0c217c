package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.archives.SeenIds;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads every archive, then writes conversation by conversation. Used once, by one thread.
final class XmppConversion {

  /// Servers give at most 50 (Prosody) or 250 (ejabberd) at once.
  private static final int PAGE = 50;

  private final XmppConfig config;
  private final Clock clock;
  private final PrintWriter out;
  private final Addresses addresses;
  private final Unsaid unsaid = new Unsaid();
  private final SeenIds seen = new SeenIds();
  private final StoreJoin stores = new StoreJoin();
  private final SortedMap<String, RoomFacts> rooms = new TreeMap<>();

  /// @param out is told how far it is
  XmppConversion(XmppConfig config, Clock clock, PrintWriter out) {
    this.config = config;
    this.clock = clock;
    this.out = out;
    this.addresses = new Addresses(config.server().domain());
  }

  void run(ChatFile file, ReasonReport report) throws IOException {
    XmppSession.prepare();
    StoreReport told = new StoreReport(out, report, config.prosody().keeps());
    try (CopySpool spool = CopySpool.begin()) {
      for (XmppConfig.Room room : config.rooms()) {
        ask(room);
      }
      readWaiting(spool, told);
      readUsers(spool, told);
      for (XmppConfig.Room room : config.rooms()) {
        read(room, spool, told);
      }
      unsaid.tell(report);
      spool.forEach((conversation, copies) ->
          write(ConversationLines.of(conversation, stores.join(copies)), file, report));
      stores.tell(report);
    }
    for (String silent : List.copyOf(rooms.keySet())) {
      write(
          ConversationLines.of(new ConversationId.Group(ChatFile.APP, silent), List.of()),
          file,
          report);
    }
  }

  /// What is wrong with a room is known before hours of reading. A room that is not there must not
  /// be entered: that would make it.
  private void ask(XmppConfig.Room room) throws IOException {
    try (XmppSession session = XmppSession.logIn(config.server(), room.reader())) {
      rooms.put(room.group(), RoomFacts.ask(session, room.address(), addresses, unsaid));
    }
  }

  /// What waits is read before the archives: what comes meanwhile is in these alone.
  private void readWaiting(CopySpool spool, StoreReport told) throws IOException {
    String domain = config.server().domain();
    if (config.prosody().data().isEmpty()) {
      return;
    }
    SortedMap<String, Path> files = OfflineStore.files(config.prosody().data().get(), domain);
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String address = file.getKey() + "@" + domain;
      Optional<String> owner = addresses.user(address);
      if (owner.isPresent()) {
        UserArchive waiting = new UserArchive(owner.get(), addresses, roomAddresses(), unsaid);
        told.waiting(
            owner.get(),
            OfflineStore.read(file.getValue(), address, stanza -> waiting.take(stanza, spool)));
      } else {
        String fault = addresses.fault(address).orElse("no user");
        told.report().add(address, "what waits is left out: " + fault);
      }
    }
  }

  /// A user who cannot log in is no reason to lose the others, unless there are none.
  private void readUsers(CopySpool spool, StoreReport told) throws IOException {
    List<LoginRefused> refused = new ArrayList<>();
    for (UserLogin user : config.users()) {
      try {
        read(user, spool, told);
      } catch (LoginRefused e) {
        refused.add(e);
      }
    }
    if (refused.size() == config.users().size()) {
      throw refused.getFirst();
    }
    for (LoginRefused each : refused) {
      told.report().add(each.user(), each.why());
    }
  }

  private void read(UserLogin login, CopySpool spool, StoreReport told) throws IOException {
    String address = login.localpart() + "@" + config.server().domain();
    String owner =
        addresses
            .user(address)
            .orElseThrow(
                () -> new IOException(address + ": " + addresses.fault(address).orElse("no user")));
    UserArchive archive = new UserArchive(owner, addresses, roomAddresses(), unsaid);
    try (XmppSession session = XmppSession.logIn(config.server(), login)) {
      ArchiveWalk.Outcome outcome =
          new ArchiveWalk(
                  (after, atMost) -> session.page(Optional.empty(), after, atMost),
                  stanza -> archive.take(stanza, spool),
                  PAGE)
              .run();
      stores.archived(owner);
      told.archive(owner, outcome);
    }
  }

  private List<String> roomAddresses() {
    return config.rooms().stream().map(XmppConfig.Room::address).toList();
  }

  private void read(XmppConfig.Room room, CopySpool spool, StoreReport told) throws IOException {
    RoomArchive archive = new RoomArchive(room, addresses, unsaid);
    try (XmppSession session = XmppSession.logIn(config.server(), room.reader())) {
      session.enter(room.address());
      ArchiveWalk.Outcome outcome =
          new ArchiveWalk(
                  (after, atMost) -> session.page(Optional.of(room.address()), after, atMost),
                  stanza -> archive.take(stanza, spool),
                  PAGE)
              .run();
      told.archive(room.address(), outcome);
    }
  }

  private void write(ConversationLines lines, ChatFile file, ReasonReport report)
      throws IOException {
    lines.settle(seen, clock, report);
    switch (lines.id()) {
      case ConversationId.Direct _ -> {
        for (JoinedMessage message : lines.messages()) {
          lines.say(message, file);
        }
        lines.mark(file, _ -> true);
      }
      case ConversationId.Group group -> {
        RoomFacts facts = Objects.requireNonNull(rooms.remove(group.name()));
        new RoomLines(group, facts, file).write(lines);
      }
    }
  }
}
