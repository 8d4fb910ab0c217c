package io.whaleshark.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what is lowered does what it did before, and what cannot be lowered is refused. Method:
/// small programs, which the compiler of today compiles; they run before and after.
class LoweringTest {

  private static final int JAVA_17 = 61;

  private static final List<String> ASKED =
      List.of("dot", "upright", "line", "sign", "null", "abc", "abcd");

  /// Answers each text with another path through a switch over types.
  private static final String SWITCHES =
      """
      public class Program {
        sealed interface Shape {
          default String name() {
            return switch (this) {
              case Dot _ -> "dot";
              case Line(Dot from, Dot(int x, int _)) when from.x == x -> "upright";
              case Line _ -> "line";
            };
          }
        }
        record Dot(int x, int y) implements Shape {}
        record Line(Dot from, Dot to) implements Shape {}
        enum Sign { PLUS, MINUS }

        public String apply(String asked) {
          Object value = switch (asked) {
            case "dot" -> new Dot(1, 2);
            case "upright" -> new Line(new Dot(1, 2), new Dot(1, 3));
            case "line" -> new Line(new Dot(1, 2), new Dot(2, 3));
            case "sign" -> Sign.MINUS;
            case "null" -> null;
            default -> asked;
          };
          return switch (value) {
            case null -> "none";
            case Shape shape -> shape.name();
            case Sign sign -> switch (sign) {
              case PLUS -> "+";
              case MINUS -> "-";
            };
            case String text when text.length() > 3 -> "long";
            case CharSequence text -> "short " + text;
            default -> "other";
          };
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  private void compile(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Program.java"), program);
    List<String> command =
        List.of("-proc:none", "--release", "25", "-d", folder.toString(), source.toString());
    int exit =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
    assertThat(exit).isZero();
  }

  private List<String> answers() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> program = loader.loadClass("Program");
      Object made = program.getDeclaredConstructor().newInstance();
      List<String> answers = new ArrayList<>();
      for (String one : ASKED) {
        answers.add((String) program.getMethod("apply", String.class).invoke(made, one));
      }
      return answers;
    }
  }

  private List<Path> classes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static int version(Path file) {
    try (DataInputStream data = new DataInputStream(Files.newInputStream(file))) {
      data.skipNBytes(6); // the magic number and the minor version
      return data.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void switchesGoTheSameWays() throws Exception {
    compile(SWITCHES);
    List<String> before = answers();
    Lowering.lower(folder);
    assertThat(classes()).hasSizeGreaterThan(4).allMatch(file -> version(file) == JAVA_17);
    assertThat(answers())
        .isEqualTo(before)
        .containsExactly("dot", "upright", "line", "-", "none", "short abc", "long");
  }

  @Test
  void whatIsLoweredStays() throws Exception {
    compile(SWITCHES);
    Lowering.lower(folder);
    FileTime then = FileTime.fromMillis(1_000);
    for (Path file : classes()) {
      Files.setLastModifiedTime(file, then);
    }
    Lowering.lower(folder);
    for (Path file : classes()) {
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(then);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object of(java.util.List<String> of) { return of.getFirst(); }",
        "Object of(Runnable of) { return Thread.ofVirtual().unstarted(of); }",
        "Object of(java.util.SequencedSet<String> of) { return of.reversed(); }",
        "int of(Object of) { return switch (of) { case Integer i when i > 1 -> 1; case Thread t ->"
            + " t.threadId() > 1 ? 1 : 2; default -> 3; }; }"
      })
  void whatJava17HasNotIsRefused(String member) throws IOException {
    compile("public class Program { " + member + " }");
    assertThatThrownBy(() -> Lowering.lower(folder))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("Java 17 has not")
        .hasMessageContaining("which Program uses");
    assertThat(classes()).noneMatch(file -> version(file) == JAVA_17);
  }

  @Test
  void aSwitchOverTypesAndConstantsIsRefused() throws IOException {
    compile(
        "public class Program { int of(Object of) { return switch (of) { case String s when"
            + " s.isEmpty() -> 1; case Sign.PLUS -> 2; default -> 3; }; } enum Sign { PLUS } }");
    assertThatThrownBy(() -> Lowering.lower(folder))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("expected: types alone");
  }
}
