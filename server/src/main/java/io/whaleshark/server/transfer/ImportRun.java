package io.whaleshark.server.transfer;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.protocol.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Imports a file: sends its lines in their order, some hundred at a time. Memory: the lines of one
/// request. Used once, by one thread.
public final class ImportRun {

  /// As many as one request may have.
  private static final int LINES_AT_ONCE = 500;

  private static final int BYTES_AT_ONCE = 2 << 20;
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
  private static final String REFUSED = "refused";
  private static final int REFUSALS_FROM = 400;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final LineReader reader;
  private final ImportCalls calls;
  private final ReasonReport refused;
  private final Clock clock;
  private final PrintWriter out;
  private final LineTally tally = new LineTally();

  // What is to be sent next.
  private final List<LineFile.Line> lines = new ArrayList<>();
  private final List<LineFile.Text> texts = new ArrayList<>();
  private long bytes;

  private Instant begun;
  private Instant told;
  private long sent;

  public ImportRun(
      LineReader reader, ImportCalls calls, ReasonReport refused, Clock clock, PrintWriter out) {
    this.reader = reader;
    this.calls = calls;
    this.refused = refused;
    this.clock = clock;
    this.out = out;
    this.begun = clock.instant();
    this.told = begun;
  }

  /// Imports all lines.
  ///
  /// @return how many were refused
  public long run(InputStream in) throws IOException {
    LineFile file = new LineFile(in, 0, 0);
    for (Optional<LineFile.Line> line = file.next(); line.isPresent(); line = file.next()) {
      Optional<String> fault = fault(line.get());
      if (fault.isPresent()) {
        send(); // what is told of lines is in their order
        refuse(line.get().number(), fault.get());
      } else {
        add(line.get());
      }
    }
    send();
    tellSummary();
    return tally.of(REFUSED);
  }

  private Optional<String> fault(LineFile.Line line) {
    if (line.text().isEmpty()) {
      return Optional.of(LineFile.TOO_LONG);
    }
    try {
      ImportLine _ = reader.read(line.text().get().bytes());
      return Optional.empty();
    } catch (ProtocolException e) {
      return Optional.of(e.detail());
    }
  }

  private void add(LineFile.Line line) throws IOException {
    LineFile.Text text = line.text().orElseThrow();
    if (lines.size() == LINES_AT_ONCE || bytes + text.bytes().length > BYTES_AT_ONCE) {
      send();
    }
    lines.add(line);
    texts.add(text);
    bytes += text.bytes().length;
  }

  private void send() throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    List<JsonNode> results = calls.send(texts);
    for (int i = 0; i < results.size(); i++) {
      note(lines.get(i).number(), results.get(i));
    }
    sent += lines.size();
    note(lines.getLast());
    lines.clear();
    texts.clear();
    bytes = 0;
  }

  private void note(long line, JsonNode result) throws IOException {
    if (result.path("status").asInt(0) >= REFUSALS_FROM) {
      refuse(line, result.path("detail").asString("") + " [" + result.path("code").asInt() + "]");
      return;
    }
    tally.add(result.path("taken").asString("new"), 1);
  }

  private void refuse(long line, String why) throws IOException {
    tally.add(REFUSED, 1);
    refused.add("line " + line, why);
  }

  private void note(LineFile.Line last) throws IOException {
    Instant now = clock.instant();
    if (!now.isBefore(told.plus(BETWEEN_WORDS))) {
      told = now;
      double seconds = Duration.between(begun, now).toMillis() / MILLIS_PER_SECOND;
      out.printf(Locale.ROOT, "  imported %,d lines, %,.0f/s%n", last.number(), sent / seconds);
      out.flush();
    }
  }

  private void tellSummary() {
    out.printf(
        "New: %s. Known before: %s. Passed before: %s. Expired: %s. Refused: %s.%n",
        tally.told("new"),
        tally.told("known"),
        tally.told("passed"),
        tally.told("expired"),
        tally.told(REFUSED));
    out.flush();
  }
}
