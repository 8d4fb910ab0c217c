package io.whaleshark.server.api;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.protocol.JsonWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A group as JSON, in pieces. A group with many members takes no more memory than any other,
/// however slowly its client reads (P10). The first piece is made eagerly, the others on demand.
/// Confined to the request's thread.
final class GroupPieces implements Iterator<byte[]> {

  private static final int MEMBERS_A_PAGE = 100;
  private static final int PIECE_BYTES = 32 << 10;

  private final Engine engine;
  private final Group group;
  private final JsonWriter json = new JsonWriter(1 << 10);
  private List<UserId> page; // the members to write next
  private byte @Nullable [] made; // not yet taken

  GroupPieces(Group group, Engine engine) {
    this.group = group;
    this.engine = engine;
    json.startObject();
    json.name("groupId").text(group.id().name());
    json.name("groupName").text(group.name());
    json.name("ownerId").text(group.owner().name());
    json.name("memberCount").number(group.memberCount());
    json.name("members").startArray();
    page = engine.memberships().members(group.id(), "", MEMBERS_A_PAGE);
    made = piece();
  }

  /// Returns whether the first piece is the whole group.
  boolean areOne() {
    return page.isEmpty();
  }

  private byte[] piece() {
    while (!page.isEmpty() && json.size() < PIECE_BYTES) {
      page.forEach(member -> json.text(member.name()));
      String last = page.getLast().name();
      page = engine.memberships().members(group.id(), last, MEMBERS_A_PAGE);
    }
    if (page.isEmpty()) {
      return json.endArray().endObject().toBytes();
    }
    byte[] piece = Arrays.copyOf(json.toBytes(), json.size() + 1);
    piece[json.size()] = ','; // the writer puts no comma before the first value
    json.clear();
    return piece;
  }

  @Override
  public boolean hasNext() {
    return made != null || !page.isEmpty();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] piece = made == null ? piece() : made;
    made = null;
    return piece;
  }
}
