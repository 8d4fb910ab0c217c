package io.whaleshark.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: an id that exists is valid, and names its app (P9). Method: at each bound and beyond it.
class IdTest {

  @Test
  void aNameHasUpTo128Characters() {
    assertThat(new UserId(1, "a".repeat(128)).name()).hasSize(128);
    assertThatThrownBy(() -> new UserId(1, "a".repeat(129)))
        .isInstanceOf(InvalidIdException.class)
        .hasMessage("user: 129 characters (expected: 1..128)");
    assertThatThrownBy(() -> new UserId(1, "")).isInstanceOf(InvalidIdException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0000b",
        "a\nb",
        "a\u007F",
        "x\u0085",
        "\u009Fx",
        "\uD83D",
        "\uDE00x",
        "x\uD83Dy"
      })
  void controlCharactersAndHalvesOfCharactersAreRefused(String name) {
    assertThatThrownBy(() -> new UserId(1, name)).isInstanceOf(InvalidIdException.class);
    assertThatThrownBy(() -> new ConversationId.Group(1, name))
        .isInstanceOf(InvalidIdException.class);
    assertThatThrownBy(() -> new ClientMessageId(new UserId(1, "a"), name))
        .isInstanceOf(InvalidIdException.class);
    assertThatThrownBy(() -> new DeviceId(DeviceKind.IOS, name))
        .isInstanceOf(InvalidIdException.class);
    assertThat(Names.displayFault(name)).isPresent();
    assertThat(Names.newIdFault(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\u00A0\u3000",
        "\u200B\u200D",
        "\uFEFF",
        "\u3164",
        "\u2800",
        "\uDB40\uDC41", // a tag
        "\u0301", // an accent of nothing
        "a\u2028b",
        "a\u2029",
        "\u202Eevil",
        "\u202Aa\u202C",
        "\u2066a\u2069"
      })
  void displayNamesAreVisibleAndKeepTheLayoutAroundThem(String name) {
    assertThat(Names.displayFault(name)).isPresent();
    assertThat(Names.newIdFault(name)).isPresent();
    assertThat(new UserId(1, name).name()).as("a stored id stays readable").isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " a ",
        "\u7FA4",
        "\u0661",
        "!",
        "\uD83D\uDE00",
        "\uD83D\uDC68\u200D\uD83D\uDC69", // joined emoji
        "\u05D0\u200Fb", // a mark that only orders
        "\uE000", // private use
        "\uD83E\uDEFF" // an emoji that is yet to come
      })
  void whatShowsSomethingIsADisplayName(String name) {
    assertThat(Names.displayFault(name)).isEmpty();
    assertThat(Names.newIdFault(name.strip())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "a ",
        "a\u00A0",
        "\u3000a",
        "a\u200B",
        "\u2060a",
        "a\u3164",
        "\uFEFFa",
        "a\uDB40\uDC41"
      })
  void aNewIdHasNothingInvisibleAtItsEnds(String id) {
    assertThat(Names.newIdFault(id)).isPresent();
    assertThat(Names.newIdFault("userId", id).orElseThrow()).startsWith("userId: ");
    assertThat(Names.newDeviceFault("imei", id))
        .isEqualTo(id.isEmpty() ? Optional.empty() : Names.newIdFault("imei", id));
  }

  @Test
  void aNewIdHasUpTo128Characters() {
    assertThat(Names.newIdFault("a".repeat(128))).isEmpty();
    assertThat(Names.newIdFault("a".repeat(129))).contains("129 characters (expected: 1..128)");
    assertThat(Names.newIdFault("!#$~ \u00E9")).isEmpty();
  }

  @Test
  void aDirectConversationIsTheSameFromBothSides() {
    UserId alice = new UserId(1, "alice");
    UserId bob = new UserId(1, "bob");
    assertThat(ConversationId.Direct.between(alice, bob))
        .isEqualTo(ConversationId.Direct.between(bob, alice));
    assertThat(ConversationId.Direct.between(alice, bob).peerOf(alice)).isEqualTo(bob);
    assertThat(ConversationId.Direct.between(alice, alice).isWithSelf()).isTrue();
  }

  @Test
  void usersOfTwoAppsShareNothing() {
    assertThatThrownBy(() -> ConversationId.Direct.between(new UserId(1, "a"), new UserId(2, "a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ConversationId.Group(1, "g")).isNotEqualTo(new ConversationId.Group(2, "g"));
    assertThat(new ConversationId.Group(1, "g").mayInclude(new UserId(2, "a"))).isFalse();
  }
}
