package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Goal: the hand-made writer writes JSON that another reader understands, at any size, and puts
/// commas itself. Method: what it writes is compared with text by hand, or read by a parser that
/// isn't ours.
class JsonWriterTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void commasAreWhereTheyBelong() {
    var json = new JsonWriter(1).startObject();
    json.put(Field.CODE, 1).name(Field.DATA).startObject().endObject().put(Field.OK, true);
    json.name(Field.MEMBERS)
        .startArray()
        .startArray()
        .endArray()
        .text(",")
        .text("[")
        .number(3)
        .nothing()
        .endArray();
    json.members(new byte[0])
        .members("\"x\":1,\"y\":2".getBytes(StandardCharsets.UTF_8))
        .name("free\n")
        .flag(false);
    json.putIfPresent(Field.USER_ID, (String) null)
        .putIfPresent(Field.EXTRA, Bytes.utf8("{}"))
        .endObject();
    assertThat(text(json))
        .isEqualTo(
            "{\"code\":1,\"data\":{},\"ok\":true,\"members\":[[],\",\",\"[\",3,null],"
                + "\"x\":1,\"y\":2,\"free\\n\":false,\"extra\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        9,
        9007199254740991L,
        1L << 31,
        (1L << 31) - 1,
        Long.MAX_VALUE,
        -1,
        -10,
        Long.MIN_VALUE
      })
  void numbersAreTheirDigits(long number) {
    assertThat(text(new JsonWriter(1).number(number))).isEqualTo(Long.toString(number));
  }

  /// Where the count of digits changes.
  @Test
  void numbersBesideEveryPowerOfTenAreTheirDigits() {
    JsonWriter json = new JsonWriter(1);
    for (long power = 10; power < Long.MAX_VALUE / 10; power *= 10) {
      for (long number = power - 2; number <= power + 2; number++) {
        assertThat(text(json.clear().number(number))).isEqualTo(Long.toString(number));
      }
    }
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, 3, new Random().nextLong());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyTextComesBackFromAnotherReader(long seed) {
    var random = new Random(seed);
    var json = new JsonWriter(1);
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.appendCodePoint(random.nextInt(4) == 0 ? codePoint(random) : random.nextInt(128));
      }
      byte[] written = json.clear().text(text.toString()).toBytes();
      assertThat(JSON.readTree(written).stringValue()).isEqualTo(text.toString());
    }
  }

  private static int codePoint(Random random) {
    int point = random.nextInt(Character.MAX_CODE_POINT + 1);
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 'x' : point;
  }

  @Test
  void aWriterThatIsUsedAgainStartsEmpty() {
    var json = new JsonWriter(4).text("x".repeat(3_000_000));
    assertThat(json.size()).isEqualTo(3_000_002);
    var out = Unpooled.buffer();
    json.clear().number(5).writeTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("5");
  }

  private static String text(JsonWriter json) {
    return Bytes.of(json.toBytes()).text();
  }
}
