package io.whaleshark.tidy;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Formats all sources: `./whaleshark format`.
public final class Format {

  private static final Formatter FORMATTER =
      new Formatter(
          JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());

  private Format() {}

  /// Rewrites all sources below the given folder.
  public static void main(String[] arguments) throws IOException, FormatterException {
    for (Path file : Sources.below(Path.of(arguments[0]))) {
      String source = Files.readString(file);
      String formatted = formatted(source);
      if (!formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
    }
  }

  /// Returns the source in the standard format.
  static String formatted(String source) throws FormatterException {
    return FORMATTER.formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
  }
}
