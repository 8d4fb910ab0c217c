package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: the numbers of the contract are the contract's, each once, and a refusal finds its way
/// back.
class CommandNumberTest {

  @ParameterizedTest
  @CsvSource({
    "9000, LOGIN_ACK, LOGIN_ACK",
    "9003, , REFUSED",
    "9999, PING, REFUSED",
    "1103, MSG_ACK, MSG_ACK",
    "2104, GROUP_MSG_ACK, GROUP_MSG_ACK",
    "1107, , REFUSED",
    "1050, RECALL_ACK, RECALL_ACK",
    "1060, EDIT_ACK, EDIT_ACK",
    "1080, PIN_ACK, PIN_ACK",
    "1083, PIN_PAGE, REFUSED",
    "1090, REACT_ACK, REACT_ACK",
    "1093, REACTION_PAGE, REFUSED",
    "1095, REACTORS_PAGE, REFUSED",
    "1200, INBOX_PAGE, REFUSED",
    "1106, , REFUSED",
    "2106, , REFUSED",
    "2110, GROUP_READERS_PAGE, REFUSED",
    "2112, GROUP_READ_COUNTS_PAGE, REFUSED",
    "5100, CONVERSATION_PAGE, REFUSED",
    "1210, HISTORY_PAGE, REFUSED",
    "5102, CONVERSATION_SET_ACK, CONVERSATION_SET_ACK",
    "5200, BLOCK_SET_ACK, BLOCK_SET_ACK",
    "5202, BLOCK_PAGE, REFUSED",
    "5300, RECEIPTS_SET_ACK, RECEIPTS_SET_ACK",
    "5302, RECEIPTS_STATE, REFUSED",
    "5400, PUSH_TOKEN_SET_ACK, PUSH_TOKEN_SET_ACK",
    "5402, PUSH_TOKEN_REMOVE_ACK, PUSH_TOKEN_REMOVE_ACK",
    "5500, , REFUSED"
  })
  void everyRequestHasItsAnswerAndItsRefusal(
      int number, CommandNumber answer, CommandNumber refusal) {
    var command = Objects.requireNonNull(CommandNumber.of(number));
    assertThat(command.isRequest()).isTrue();
    assertThat(command.answer()).isEqualTo(answer);
    assertThat(CommandNumber.refusalOf(number)).isEqualTo(refusal);
  }

  @ParameterizedTest
  @EnumSource
  void everyNumberFindsItsCommand(CommandNumber command) {
    assertThat(CommandNumber.of(command.number())).isEqualTo(command);
    assertThat(command.isRequest() || command.isEvent()).isTrue();
  }

  @Test
  void whatIsNoCommandIsRefusedAsSuch() {
    assertThat(CommandNumber.of(1)).isNull();
    assertThat(CommandNumber.refusalOf(1)).isEqualTo(CommandNumber.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void refusalsAreNumberedByFamiliesOfHttp(RefusalCode code) {
    assertThat(RefusalCode.of(code.number())).isEqualTo(code);
    int family = code.number() / 100;
    assertThat(family).isBetween(400, 505);
    // Too slow, too many, and what the server could not do; but not a version that it will never
    // speak.
    boolean later = family == 408 || family == 429 || (family >= 500 && family < 505);
    assertThat(code.retry() == RefusalCode.Retry.LATER).isEqualTo(later);
  }

  @Test
  void numbersAreUsedOnce() {
    assertThat(Arrays.stream(RefusalCode.values()).map(RefusalCode::number))
        .doesNotHaveDuplicates();
    assertThat(RefusalCode.of(RefusalCode.SUCCESS)).isNull();
  }
}
