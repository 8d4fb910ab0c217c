package io.whaleshark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: the sum covers the path of one message, and the benchmarks work. Method: made-up numbers,
/// and one call of each benchmark.
class BudgetTest {

  @Test
  void sumIsOfThePathAlone() {
    var measured =
        Map.of(
            "decodeSend", 1_000.4,
            "decodeSendBody", 900.0,
            "turnOfOne", 5_000.0,
            "turnOfHundred", 2_000.0,
            "encodeAck", 100.0,
            "encodePush", 400.0);
    assertThat(new Budget(measured).toString().lines().map(String::strip))
        .contains("decodeSend          1,000", "turnOfHundred       2,000")
        .endsWith("encodePush            400", "all                 3,500");
  }

  @Test
  void nothingIsSummedWhereAPartIsMissing() {
    assertThat(new Budget(Map.of("encodeAck", 168.0)).toString())
        .contains("encodeAck")
        .doesNotContain("all  ");
  }

  @Test
  void everyMessageOfATurnIsStored() throws IOException {
    var lane = new LaneBenchmark();
    assertThat(lane.turnOfOne()).isEqualTo(1);
    assertThat(lane.turnOfHundred()).isEqualTo(101);
    lane.close();
    var engine = new EngineBenchmark();
    assertThat(engine.commitHundred()).isEqualTo(100);
    engine.close();
  }

  @Test
  void framesAreWhole() {
    var codec = new CodecBenchmark();
    assertThat(codec.decodeSend()).isEqualTo(codec.decodeSendBody());
    assertThat(codec.encodeAck().readableBytes()).isBetween(100, 200);
    assertThat(codec.encodePush().readableBytes()).isBetween(300, 500);
  }
}
