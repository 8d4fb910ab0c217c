package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.reading.ListRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: own messages of a direct conversation are counted up to where the port says, and nowhere
/// else. Method: three messages on a real PostgreSQL, of which one has expired.
@ExtendWith(Servers.class)
class PostgresListRowsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final Participation LISTED = Participation.entered(ALICE, BOTH, 1);

  private static void commit(Engine engine, List<Change> changes, long stamp) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), stamp);
    }
  }

  private static void fill(Engine engine) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.MembershipPut(Membership.open(BOTH, ALICE, 0, 0, 1)));
    changes.add(new Change.MembershipPut(Membership.open(BOTH, BOB, 0, 0, 1)));
    changes.add(new Change.ParticipationPut(LISTED));
    for (int i = 1; i <= 3; i++) {
      var id = new ClientMessageId(ALICE, "a" + i);
      var content = new Message.Sent(Payload.ofText("text"), Payload.NONE);
      changes.add(new Change.MessageAppended(new Message(BOTH, i, i, id, content, i, 1)));
    }
    commit(engine, changes, 3);
    commit(engine, List.of(new Change.FloorRaised(BOTH, 1, 4)), 4);
  }

  @Test
  void ownMessagesUpToTheFloorAndTheEnd() {
    PostgresConfig config = Servers.config("list_rows");
    try (Engine engine = Servers.open(config);
        Postgres postgres = new Postgres(config)) {
      fill(engine);
      ListRows rows =
          postgres.read(
              session -> PostgresListRows.of(session, List.of(LISTED), Peers.SHOWN).getFirst());
      assertThat(rows.sent(1)).isEqualTo(1);
      assertThat(rows.sent(3)).isEqualTo(3);
      assertThatThrownBy(() -> rows.sent(2)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
