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
import io.whaleshark.server.transfer.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The file of lines, which [is there once it is whole][WholeFile]. Confined to one thread.
public final class ChatFile implements AutoCloseable {

  /// Which app the ids of lines have. A line does not say it: whoever imports the file does.
  public static final int APP = 1;

  private static final int USUAL_BYTES = 1 << 10;

  private final WholeFile file;
  private final OutputStream out;
  private final JsonWriter json = new JsonWriter(USUAL_BYTES);
  private long lines;

  private ChatFile(WholeFile file) {
    this.file = file;
    this.out = new BufferedOutputStream(file.out());
  }

  /// Begins a file.
  static ChatFile begin(Path file) throws IOException {
    return new ChatFile(WholeFile.begin(file));
  }

  /// Writes the next line.
  public void write(ImportLine line) throws IOException {
    LineWriter.write(json.clear(), line);
    out.write(json.toBytes());
    out.write('\n');
    lines++;
  }

  /// Creates a group with its members: those whom one line cannot name come at once behind it.
  ///
  /// @param name empty for its id
  /// @param others members beside the owner
  /// @param after the last message that stands before it; empty if none does
  public void create(
      ConversationId.Group group,
      String name,
      UserId owner,
      List<UserId> others,
      Optional<ClientMessageId> after)
      throws IOException {
    int atOnce = Math.min(others.size(), ImportLine.MEMBERS_AT_MOST);
    write(new ImportLine.Created(group, name, owner, others.subList(0, atOnce)));
    for (int from = atOnce; from < others.size(); from += ImportLine.MEMBERS_AT_MOST) {
      int to = Math.min(others.size(), from + ImportLine.MEMBERS_AT_MOST);
      write(new ImportLine.Joined(group, others.subList(from, to), after));
    }
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
    file.complete();
  }

  /// Ends it; what was not completed is gone.
  @Override
  public void close() throws IOException {
    file.close();
  }
}
