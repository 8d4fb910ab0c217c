package io.whaleshark.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what a person wrote into an object is read as its field should be, or refused by the name
/// of the field. Method: objects with one thing wrong.
class ObjectFieldsTest {

  private static ObjectFields read(String json) {
    return ObjectFields.read("line", json.replace('\'', '"').getBytes(UTF_8));
  }

  private static void isRefused(String json, Consumer<ObjectFields> asks, String why) {
    ObjectFields fields = read(json);
    assertThatThrownBy(() -> asks.accept(fields))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(why);
  }

  @Test
  void everyKindOfFieldIsRead() {
    ObjectFields fields =
        read(
            "{'text':'\\u00e9','number':9007199254740991,'yes':true,'no':false,'texts':['a','b'],"
                + "'json':{ 'n' : 1.50 },'object':{'text':'inner'},'nothing':null}");
    assertThat(fields.text("text")).isEqualTo("é");
    assertThat(fields.number("number")).isEqualTo(9_007_199_254_740_991L);
    assertThat(fields.flag("yes")).contains(true);
    assertThat(fields.flag("no")).contains(false);
    assertThat(fields.texts("texts", 2)).containsExactly("a", "b");
    assertThat(fields.json("json").orElseThrow().text()).isEqualTo("{\"n\":1.50}");
    assertThat(fields.object("object").orElseThrow().text("text")).isEqualTo("inner");
    assertThat(fields.has("nothing")).isFalse();
    assertThat(fields.textIfPresent("nothing")).isEmpty();
    assertThat(fields.texts("absent", 1)).isEmpty();
    assertThat(fields.numberIfPresent("absent")).isEmpty();
    assertThat(fields.object("absent")).isEmpty();
  }

  @Test
  void whatIsWrongIsNamed() {
    isRefused("{'a':1}", fields -> fields.text("a"), "a: not a text (expected: a text)");
    isRefused("{}", fields -> fields.text("a"), "a: missing (expected: a text)");
    isRefused("{}", fields -> fields.number("a"), "a: missing (expected: 0..9007199254740991)");
    isRefused(
        "{'a':9007199254740992}",
        fields -> fields.number("a"),
        "a: out of range (expected: 0..9007199254740991)");
    isRefused(
        "{'a':-1}",
        fields -> fields.number("a"),
        "a: out of range (expected: 0..9007199254740991)");
    isRefused(
        "{'a':123456789012345678901}",
        fields -> fields.number("a"),
        "a: out of range (expected: 0..9007199254740991)");
    isRefused("{'a':1}", fields -> fields.flag("a"), "a: not a boolean (expected: true or false)");
    isRefused(
        "{'a':['b',['c']]}", fields -> fields.texts("a", 2), "a[1]: not a text (expected: a text)");
    isRefused(
        "{'a':['b','c']}", fields -> fields.texts("a", 1), "a: too many (expected: at most 1)");
    isRefused("{'a':1,'a':2}", fields -> fields.json("a"), "a: given twice (expected: once)");
    isRefused(
        "{'a':1,'b':2}",
        fields -> fields.holdingOnly(List.of("a", "c")),
        "b: unknown (expected: a, c)");
    isRefused(
        "{'a':{'b':1}}",
        fields -> fields.object("a").orElseThrow().text("b"),
        "a.b: not a text (expected: a text)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{'a':1", "{'a':1}{}", "{'a':1} x", "'a'", "{'a':\u0001}"})
  void whatIsNoObjectIsRefusedAsAWhole(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("line: not JSON (expected: one JSON object in UTF-8)");
  }

  @Test
  void elementsOfABatchAreCanonical() {
    byte[] body = "{ \"lines\" : [ {\"a\" : 1}, [ ] , 7 ] }".getBytes(UTF_8);
    assertThat(BatchBody.elements(body, "lines", 3).stream().map(Bytes::text))
        .containsExactly("{\"a\":1}", "[]", "7");
    assertThatThrownBy(() -> BatchBody.elements(body, "lines", 2))
        .hasMessage("lines: too many (expected: at most 2)");
    assertThatThrownBy(() -> BatchBody.elements(body, "messages", 3))
        .hasMessage("lines: unknown (expected: messages)");
  }
}
