package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: two spellings of the same message body are the same bytes (W4), so a repeated send is told
/// from a conflict; and nothing that a client sent is changed in meaning.
class CanonicalJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "\\u0041\\/\\u00e9"        | "A/é"
          "\\ud83d\\udc0b"           | "🐋"
          "\\uD83D"                  | "\\ud83d"
          "\\uDC0B\\uD83D"           | "\\udc0b\\ud83d"
          "x\\ud83dx"                | "x\\ud83dx"
          "\\u0022\\u005c"           | "\\"\\\\"
          "\\u0008\\u0009\\u000A\\u000c\\u000d" | "\\b\\t\\n\\f\\r"
          "\\u0000\\u001F\\u007f"    | "\\u0000\\u001f\u007f"
          1.50                       | 1.50
          -0                         | -0
          1E+2                       | 1E+2
          123456789012345678901234567890 | 123456789012345678901234567890
          { "b" : 1 , "a" : [ ] }    | {"b":1,"a":[]}
          [ {} , [ null , true , false , "" ] ] | [{},[null,true,false,""]]
          {"a":1,"a":2}              | {"a":1,"a":2}
          {"\\uD83D":1}               | {"\\ud83d":1}
          {"\\u0061\\n":{"c":[1,2]}} | {"a\\n":{"c":[1,2]}}
          """)
  void everySpellingHasOneForm(String json, String canonical) {
    assertThat(canonical(json)).isEqualTo(canonical);
    assertThat(canonical(canonical)).as("is its own form").isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "é",
        "日本",
        "🐋🐋",
        "a\"b\\c",
        "\u0000\u001f\u007f\u0080",
        "\ud800",
        "mixed é🐋\n"
      })
  void aTextBecomesWhatItsJsonBecomes(String text) {
    assertThat(CanonicalJson.ofText(text).text())
        .isEqualTo(canonical(CanonicalJson.ofText(text).text()));
  }

  @Test
  void theFormIsNeverLonger() {
    var json = "\"\\ud800\\n\\\"\\\\é🐋\"";
    assertThat(CanonicalJson.of(Bytes.utf8(json).array()).size())
        .isLessThanOrEqualTo(Bytes.utf8(json).size());
  }

  @Test
  void aVeryLongNumberIsCopiedAsItStands() {
    var number = "7".repeat(5000) + "." + "3".repeat(5000) + "e9999";
    assertThat(canonical(number)).isEqualTo(number);
  }

  @Test
  void bodiesOfTwoSpellingsAreEqualInTheirRequests() {
    var start = "{'fromId':'a','toId':'b','messageId':'m','messageBody':";
    assertThat(RequestTest.decode(1103, start + "'\\u00e9\\/'}"))
        .isEqualTo(RequestTest.decode(1103, start + " 'é/' }"));
    assertThat(RequestTest.decode(1103, start + "{'n':1.0}}"))
        .isNotEqualTo(RequestTest.decode(1103, start + "{'n':1}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "1 2", "[", "]", "{]", "tru", "'a'", "\"a", "{\"a\"}", "01", "/**/1", "\"\n\""
      })
  void whatIsNotOneValueIsRefused(String json) {
    assertThatThrownBy(() -> CanonicalJson.of(Bytes.utf8(json).array()))
        .isInstanceOf(ProtocolException.class);
  }

  private static String canonical(String json) {
    return CanonicalJson.of(Bytes.utf8(json).array()).text();
  }
}
