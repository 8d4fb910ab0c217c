package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.testkit.Guide;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in the SDK guide compile: the Java one here, the TypeScript one as the file that
/// the type check of `web` reads. The Java package's own guide, which is run, has the same one.
class GuideTest {

  @Test
  void theJavaProgramCompiles(@TempDir Path classes) throws IOException {
    String program = program("docs/sdk.md", "java");
    var source =
        new SimpleJavaFileObject(URI.create("string:///Echo.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiles = compiler.getTask(said, null, null, options, null, List.of(source)).call();
    assertThat(compiles).as("%s", said).isTrue();
  }

  @Test
  void theTypeScriptProgramIsTheOneThatIsChecked() throws IOException {
    assertThat(program("docs/sdk.md", "ts"))
        .isEqualTo(Files.readString(Rules.ROOT.resolve("web/client/examples/echo.ts")));
  }

  @Test
  void theGuideOfTheJavaPackageHasTheSameProgram() throws IOException {
    assertThat(program("java-sdk/README.md", "java")).isEqualTo(program("docs/sdk.md", "java"));
  }

  private static String program(String file, String language) throws IOException {
    return Guide.block(Rules.ROOT.resolve(file), language);
  }
}
