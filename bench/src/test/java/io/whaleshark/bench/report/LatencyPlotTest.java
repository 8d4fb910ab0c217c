package io.whaleshark.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: both kinds of picture show the curves, whatever was measured. Method: files are written
/// and read again.
class LatencyPlotTest {
  @TempDir private Path folder;

  private static Result result(int count) {
    var histogram = new Histogram(3);
    for (int i = 1; i <= count; i++) {
      histogram.recordValue(1_000_000L + 10_000L * i);
    }
    return new Result(
        "p2p",
        "here",
        Map.of("pairs", "2"),
        List.of(),
        List.of(
            new Latency("send to delivery", histogram), new Latency("nothing", new Histogram(3))),
        count,
        List.of(),
        List.of());
  }

  @Test
  void vectorsHoldTheCurve() throws IOException {
    Path few = folder.resolve("few.svg");
    LatencyPlot.write(result(10), few);
    assertThat(few).content().contains("<svg");
    Path many = folder.resolve("many.svg");
    LatencyPlot.write(result(100_000), many);
    assertThat(strokes(many)).isGreaterThan(strokes(few) + 50);
  }

  /// Of the first curve, which is blue.
  private static int strokes(Path file) throws IOException {
    return Files.readString(file).split("<line [^>]*rgb\\(0,0,255\\)").length;
  }

  @Test
  void marksAreTheOnesOfHistograms() {
    assertThat(IntStream.range(0, 6).mapToObj(LatencyPlot::percentile))
        .containsExactly("0%", "90%", "99%", "99.9%", "99.99%", "99.999%");
  }

  @Test
  void pixelsAreAnImage() throws IOException {
    Path file = folder.resolve("latency.PNG");
    LatencyPlot.write(result(1), file);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1_000);
  }

  @Test
  void nothingMeasuredIsAnEmptyPicture() throws IOException {
    Path file = folder.resolve("latency.svg");
    LatencyPlot.write(result(0), file);
    assertThat(Files.size(file)).isPositive();
  }

  @Test
  void otherKindsAreNotPossible() {
    assertThat(LatencyPlot.isPossible(Path.of("a.svg"))).isTrue();
    assertThat(LatencyPlot.isPossible(Path.of("a.PNG"))).isTrue();
    assertThat(LatencyPlot.isPossible(Path.of("svg"))).isFalse();
    assertThat(LatencyPlot.isPossible(Path.of("a.pdf"))).isFalse();
  }
}
