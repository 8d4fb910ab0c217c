package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: a question waits for the connection's own commands, and for nothing else (P12).
class OwnCommandsTest {

  private final OwnCommands own = new OwnCommands();
  private final List<Object> happened = new ArrayList<>();

  @Test
  @DisplayName("P12 behind own commands a question takes a turn")
  void aQuestionWaitsForEachCommand() {
    Reply first = own.counted(happened::add);
    Reply second = own.counted(happened::add);
    first.answer(Answer.DONE);

    Optional<Command> turn = own.turnBefore(() -> happened.add("asked"));

    assertThat(happened).containsExactly(Answer.DONE);
    second.answer(new Answer.LoggedIn(1));
    turn.orElseThrow().reply().answer(Answer.DONE);
    assertThat(happened).containsExactly(Answer.DONE, new Answer.LoggedIn(1), "asked");
  }

  @Test
  void aQuestionWaitsForAnEarlierOneThatWaits() {
    Reply command = own.counted(happened::add);
    Command first = own.turnBefore(() -> happened.add("first")).orElseThrow();
    command.answer(Answer.DONE);
    Command second = own.turnBefore(() -> happened.add("second")).orElseThrow();
    first.reply().answer(Answer.DONE);
    second.reply().answer(Answer.DONE);

    assertThat(happened).containsExactly(Answer.DONE, "first", "second");
    assertThat(own.turnBefore(() -> happened.add("third"))).isEmpty();
  }

  @Test
  void withoutOwnCommandsAQuestionTakesNoTurn() {
    assertThat(own.turnBefore(() -> happened.add("asked"))).isEmpty();
    own.counted(happened::add).answer(Answer.DONE);
    assertThat(own.turnBefore(() -> happened.add("asked"))).isEmpty();
    assertThat(happened).containsExactly(Answer.DONE);
  }
}
