package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A query has one value for each field, and none that cannot be decoded. By what is handed in.
class QueryTest {

  @Test
  void fieldsAreDecodedAsFormsEncodeThem() {
    Query query = Query.of("toId=a+b%26c%2B&n=12&flag&&empty=");
    assertThat(query.text("toId")).contains("a b&c+");
    assertThat(query.number("n")).contains(12L);
    assertThat(query.text("flag")).contains("");
    assertThat(query.text("empty")).contains("");
    assertThat(query.text("none")).isEmpty();
    assertThat(query.number("none")).isEmpty();
  }

  @Test
  void aTargetWithoutAQueryHasNoFields() {
    assertThat(Query.of("").holdingOnly().text("toId")).isEmpty();
    assertThat(Target.of("/a/b").rawQuery()).isEmpty();
    assertThat(Target.of("/a/b?").rawQuery()).isEmpty();
    assertThat(Target.of("/a?x=1/2?3").rawQuery()).isEqualTo("x=1/2?3");
    assertThat(Target.of("http://host?x=1").rawQuery()).isEqualTo("x=1");
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&a=1, 'a: given twice (expected: once)'",
    "a=%zz, 'query: a % that two hexadecimal digits do not follow'",
    "a=%ff, 'query: percent-encoded bytes that are not UTF-8'",
    "c=1, 'c: unknown (expected: a, b)'",
    "%3Cb%3E=1, 'a field of the query: unknown (expected: a, b)'",
    "a=x, 'a: not a number in its range (expected: 0..9007199254740991)'",
    "a=01, 'a: not a number in its range (expected: 0..9007199254740991)'",
    "a=-1, 'a: not a number in its range (expected: 0..9007199254740991)'",
    "a=9007199254740992, 'a: not a number in its range (expected: 0..9007199254740991)'"
  })
  void anythingElseIsRefused(String raw, String detail) {
    assertThatThrownBy(() -> Query.of(raw).holdingOnly("a", "b").number("a"))
        .isInstanceOf(Problem.class)
        .hasMessage(detail);
  }
}
