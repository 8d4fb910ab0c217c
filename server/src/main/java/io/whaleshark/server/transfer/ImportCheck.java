package io.whaleshark.server.transfer;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.protocol.ProtocolException;
import java.io.IOException;
import java.util.Optional;

/// Reads a file as an import does, and tells what is wrong with it. Changes nothing, and asks no
/// server. Memory: of each conversation the members and one message.
public final class ImportCheck {

  private final LineReader reader;
  private final OrderCheck order = new OrderCheck();
  private final ReasonReport refused;
  private long lines;

  public ImportCheck(LineReader reader, ReasonReport refused) {
    this.reader = reader;
    this.refused = refused;
  }

  /// How many lines there are, and how many of them are wrong.
  public record Result(long lines, long refused) {}

  /// Reads the whole file.
  public Result run(LineFile file) throws IOException {
    for (Optional<LineFile.Line> line = file.next(); line.isPresent(); line = file.next()) {
      lines++;
      Optional<String> fault = fault(line.get());
      if (fault.isPresent()) {
        refused.add("line " + line.get().number(), fault.get());
      }
    }
    return new Result(lines, refused.count());
  }

  private Optional<String> fault(LineFile.Line line) {
    if (line.text().isEmpty()) {
      return Optional.of(LineFile.TOO_LONG);
    }
    try {
      return order.fault(reader.read(line.text().get().bytes()));
    } catch (ProtocolException e) {
      return Optional.of(e.detail());
    }
  }
}
