package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// The copies of all messages, on disk until every archive is read: the two copies of a message are
/// in two archives. Memory while they are taken out: a part of all conversations, or the largest
/// one. Confined to one thread.
final class CopySpool implements AutoCloseable {

  private static final int PARTS = 256;
  private static final ObjectWriter WRITER = JsonMapper.shared().writerFor(Entry.class);
  private static final ObjectReader READER = JsonMapper.shared().readerFor(Entry.class);

  /// A copy, with its conversation.
  ///
  /// @param first the room, or one of the two users
  /// @param second the other one; empty for a room
  private record Entry(String first, String second, Copy copy) {

    ConversationId conversation() {
      return second.isEmpty()
          ? new ConversationId.Group(ChatFile.APP, first)
          : ConversationId.Direct.between(
              new UserId(ChatFile.APP, first), new UserId(ChatFile.APP, second));
    }
  }

  /// Takes a conversation.
  @FunctionalInterface
  interface Taker {

    void take(ConversationId conversation, List<Copy> copies) throws IOException;
  }

  private final Path folder;
  private final List<OutputStream> parts = new ArrayList<>();

  private CopySpool(Path folder) {
    this.folder = folder;
  }

  /// Begins one in a new folder, which only this user can read.
  static CopySpool begin() throws IOException {
    CopySpool spool = new CopySpool(Files.createTempDirectory("whaleshark-convert"));
    boolean isWhole = false;
    try {
      spool.open();
      isWhole = true;
      return spool;
    } finally {
      if (!isWhole) {
        spool.close();
      }
    }
  }

  /// Whoever interrupts the conversion leaves no messages behind: the virtual machine deletes them
  /// when it ends, the folder last.
  private void open() throws IOException {
    folder.toFile().deleteOnExit();
    for (int part = 0; part < PARTS; part++) {
      file(part).toFile().deleteOnExit();
      parts.add(new BufferedOutputStream(Files.newOutputStream(file(part))));
    }
  }

  private Path file(int part) {
    return folder.resolve(String.valueOf(part));
  }

  void add(ConversationId conversation, Copy copy) throws IOException {
    Entry entry =
        switch (conversation) {
          case ConversationId.Direct(UserId low, UserId high) ->
              new Entry(low.name(), high.name(), copy);
          case ConversationId.Group(int _, String name) -> new Entry(name, "", copy);
        };
    int part = Math.floorMod((entry.first() + '\n' + entry.second()).hashCode(), PARTS);
    parts.get(part).write(WRITER.writeValueAsBytes(entry));
  }

  /// Takes all conversations out, each of them once, and always in the same order.
  void forEach(Taker taker) throws IOException {
    for (int part = 0; part < PARTS; part++) {
      parts.get(part).close();
      SortedMap<String, List<Entry>> conversations = new TreeMap<>();
      try (MappingIterator<Entry> entries = READER.readValues(file(part).toFile())) {
        entries.forEachRemaining(entry ->
            conversations
                .computeIfAbsent(entry.first() + '\n' + entry.second(), _ -> new ArrayList<>())
                .add(entry));
      }
      for (List<Entry> entries : conversations.values()) {
        taker.take(entries.getFirst().conversation(), entries.stream().map(Entry::copy).toList());
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeFrom(0);
    } finally {
      for (int part = 0; part < PARTS; part++) {
        Files.deleteIfExists(file(part));
      }
      Files.deleteIfExists(folder);
    }
  }

  /// Closes all of them, though a full disk may let each one fail.
  private void closeFrom(int part) throws IOException {
    if (part < parts.size()) {
      try {
        parts.get(part).close();
      } finally {
        closeFrom(part + 1);
      }
    }
  }
}
