package io.whaleshark.archives;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Payload;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.FrameLimits;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import io.whaleshark.server.transfer.ImportLine;
import io.whaleshark.server.transfer.LineWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file of lines. It has another name until it is whole, so that nobody takes a part for all,
/// and only this user can read it. Confined to one thread.
public final class ChatFile implements AutoCloseable {

  /// Which app the ids of lines have. A line does not say it: whoever imports the file does.
  public static final int APP = 1;

  /// What only this user can read.
  static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

  private static final int USUAL_BYTES = 1 << 10;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final OutputStream out;
  private final JsonWriter json = new JsonWriter(USUAL_BYTES);
  private long lines;

  private ChatFile(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /// Begins a file, in place of one that was there.
  static ChatFile begin(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(OWN));
    return new ChatFile(file, part, FileChannel.open(part, StandardOpenOption.WRITE));
  }

  /// Writes the next line.
  public void write(ImportLine line) throws IOException {
    LineWriter.write(json.clear(), line);
    out.write(json.toBytes());
    out.write('\n');
    lines++;
  }

  /// A text as the body of a message.
  public static Payload text(String text) {
    JsonWriter json = new JsonWriter(text.length() + 2);
    json.text(text);
    return Payload.of(json.toBytes());
  }

  /// Whether an import takes a text, as it is usually set. The bound is that of a message as a
  /// device sends it.
  public static boolean fits(ConversationId to, ClientMessageId id, Payload text) {
    Peer peer =
        switch (to) {
          case ConversationId.Direct(UserId low, UserId high) ->
              Peer.direct((low.equals(id.sender()) ? high : low).name());
          case ConversationId.Group(int _, String name) -> Peer.group(name);
        };
    JsonWriter json = new JsonWriter(USUAL_BYTES);
    new Request.Send(peer, id.sender().name(), id.value(), Bytes.of(text.bytes()), null, null)
        .write(json);
    return json.size() <= FrameLimits.DEFAULT.maxBodyBytes();
  }

  /// How many lines there are.
  public long lines() {
    return lines;
  }

  /// Everything was written: the file gets its name.
  void complete() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(part, file);
  }

  /// Ends it; what was not completed is gone.
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
