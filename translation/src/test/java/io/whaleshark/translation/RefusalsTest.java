package io.whaleshark.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whose fault a request that failed was: only an id that cannot be one is the client's.
class RefusalsTest {

  private final List<Throwable> told = new ArrayList<>();

  @Test
  void anIdThatCannotBeOneIsTheClientsFault() {
    Answer.Refused refused = refused(() -> new UserId(1, "bob\0"));

    assertThat(refused)
        .isEqualTo(
            new Answer.Refused(Refusal.MALFORMED, "user: a control character (expected: none)"));
    assertThat(told).as("what the operator is told").isEmpty();
  }

  @Test
  void anyOtherIllegalArgumentIsABug() {
    var bug = new IllegalArgumentException("a secret of the server");

    Answer.Refused refused =
        refused(() -> {
          throw bug;
        });

    assertThat(refused).isEqualTo(new Answer.Refused(Refusal.INTERNAL, "internal server error"));
    assertThat(told).containsExactly(bug);
  }

  @Test
  void aStoreThatFailsMayBeTriedAgain() {
    var away = new EngineException(EngineException.Kind.UNAVAILABLE, "/var/lib/secret");

    Answer.Refused refused =
        refused(() -> {
          throw away;
        });

    assertThat(refused)
        .isEqualTo(new Answer.Refused(Refusal.RETRY_LATER, "the store is unavailable: retry"));
    assertThat(told).containsExactly(away);
  }

  @Test
  void everyRefusalHasACodeOfItsOwn() {
    assertThat(Stream.of(Refusal.values()).map(Refusals::code)).doesNotHaveDuplicates();
  }

  private Answer.Refused refused(Runnable request) {
    try {
      request.run();
    } catch (InvalidIdException | IllegalArgumentException | EngineException e) {
      return Refusals.of(e, told::add);
    }
    throw new AssertionError("the request succeeded (expected: an exception)");
  }
}
