package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ConversationId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: what was done to messages is done to the right ones. Method: copies as archives have them.
class ConversationLinesTest {

  private static final ConversationId TEAM = new ConversationId.Group(ChatFile.APP, "team");

  private static Copy correction(String owner, long second, String id, String text) {
    return new Copy(
        CopyStore.ARCHIVE,
        owner,
        second,
        owner + second,
        second * 1_000_000,
        "alice",
        id,
        "",
        CopyKind.CORRECTS,
        text,
        "gone");
  }

  @Test
  void ofSeveralCorrectionsOfAMessageThatIsLostTheFirstIsIt() {
    ConversationLines lines =
        ConversationLines.of(
            TEAM,
            List.of(
                correction("alice", 2, "c2", "second"),
                correction("alice", 1, "c1", "first"),
                correction("bob", 1, "c1", "first"),
                correction("alice", 3, "c3", "third"),
                correction("bob", 3, "c3", "third")));
    assertThat(lines.messages())
        .extracting(message -> message.id() + " " + message.text())
        .containsExactly("c1 third");
  }
}
