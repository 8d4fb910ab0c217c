package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import io.whaleshark.tidy.ParsedSource.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the rules about sources share: the sources, and that none of them breaks a rule.
final class Rules {

  /// The folder of the project.
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// Parsed once, when first asked for.
  private static final List<ParsedSource> SOURCES = parse();

  private Rules() {}

  private static List<ParsedSource> parse() {
    try {
      List<ParsedSource> sources = ParsedSource.below(ROOT);
      assertThat(sources).as("sources below %s", ROOT).hasSizeGreaterThan(100);
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All sources of the project.
  static List<ParsedSource> sources() {
    return SOURCES;
  }

  static void none(Function<ParsedSource, Stream<String>> findings) {
    assertThat(SOURCES.stream().flatMap(findings)).isEmpty();
  }

  static <T extends Tree> void noneOf(
      Class<T> kind, Predicate<Part<T>> bad, Function<Part<T>, String> what) {
    none(source -> source.parts(kind).filter(bad).map(part -> part.finding(what.apply(part))));
  }

  static String lastName(Tree name) {
    return name instanceof MemberSelectTree qualified
        ? qualified.getIdentifier().toString()
        : name.toString();
  }
}
