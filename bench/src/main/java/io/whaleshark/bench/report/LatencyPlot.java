package io.whaleshark.bench.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.HistogramIterationValue;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Plots the percentiles of a result's latencies: 90%, 99% and so on, at equal distances on the
/// axis. Stateless.
public final class LatencyPlot {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 600;
  private static final int POINTS_PER_HALVING = 10;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double ALL = 100;

  private LatencyPlot() {}

  /// Returns whether this file format is supported: `.svg` and `.png`.
  public static boolean isPossible(Path file) {
    return hasEnding(file, ".svg") || hasEnding(file, ".png");
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /// Writes the plot, and overwrites an existing file.
  ///
  /// @throws IOException if it cannot be written
  public static void write(Result result, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    XYChart chart = chart(result);
    try (OutputStream out = Files.newOutputStream(file)) {
      if (hasEnding(file, ".svg")) {
        VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
      } else {
        BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
      }
    }
  }

  private static XYChart chart(Result result) {
    var chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(result.scenario() + ": " + plan(result.plan()))
            .xAxisTitle("of all, by percentile")
            .yAxisTitle("milliseconds")
            .build();
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax((double) nines(result))
        .setXAxisTickMarkSpacingHint(WIDTH * 3 / 4 / nines(result))
        .setYAxisMin(0.0)
        .setLegendPosition(LegendPosition.InsideNW);
    chart.setCustomXAxisTickLabelsFormatter(LatencyPlot::percentile);
    for (Latency latency : result.latencies()) {
      if (latency.histogram().getTotalCount() > 0) {
        addCurve(chart, latency);
      }
    }
    return chart;
  }

  private static String plan(Map<String, String> plan) {
    return plan.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /// The number of marks on the axis: 0%, 90%, 99% and so on, each ten times closer to 100% than
  /// the one before.
  private static int nines(Result result) {
    return result.latencies().stream()
        .mapToInt(latency -> (int) Math.ceil(last(latency)))
        .filter(nines -> nines > 0)
        .max()
        .orElse(1);
  }

  /// The percentile at this many marks.
  static String percentile(double nines) {
    String percent = String.format(Locale.ROOT, "%.6f", ALL - ALL / Math.pow(10, nines));
    return percent.replaceAll("\\.?0+$", "") + "%";
  }

  /// The position of the slowest event.
  private static double last(Latency latency) {
    return Math.log10((double) latency.histogram().getTotalCount());
  }

  private static void addCurve(XYChart chart, Latency latency) {
    double last = last(latency);
    List<Double> nines = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (HistogramIterationValue value : latency.histogram().percentiles(POINTS_PER_HALVING)) {
      double percentile = value.getPercentileLevelIteratedTo();
      nines.add(percentile < ALL ? Math.min(last, Math.log10(ALL / (ALL - percentile))) : last);
      millis.add(value.getValueIteratedTo() / NANOS_PER_MILLI);
      if (nines.getLast() >= last) {
        break;
      }
    }
    chart.addSeries(latency.name(), nines, millis).setMarker(SeriesMarkers.NONE);
  }
}
