package io.whaleshark.server;

import io.whaleshark.server.transfer.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Exports everything of an app to a file that can be imported. Asks a running server: any node of
/// a cluster will do.
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Exports the conversations of an app to a file of JSON lines, as docs/import.md describes:",
      "  ./whaleshark export chats.jsonl --app 10001",
      "The server goes on meanwhile."
    },
    footer = {
      "",
      "The admin key of the app is in --key FILE or the environment variable"
          + " WHALESHARK_ADMIN_KEY. With",
      "open login none is needed.",
      "Exit codes: 0 exported, 1 it failed, 2 wrong usage."
    })
final class ExportCommand implements Callable<Integer> {

  private static final int OK = 200;
  private static final int DETAIL_BYTES_AT_MOST = 64 << 10;

  @Parameters(paramLabel = "FILE", description = "The file to make.")
  private Path file = Path.of("");

  @Mixin private ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    options.require(spec);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    String url = options.url(spec);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          client.send(
              options.request(spec, "/export").build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream lines = answer.body()) {
        if (answer.statusCode() != OK) {
          throw new IOException(url + ": " + detail(lines));
        }
        long bytes = write(lines, url);
        spec.commandLine()
            .getOut()
            .printf(Locale.ROOT, "Exported to %s: %,d bytes.%n", file, bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ConnectException e) {
      throw new IOException(url + ": no server answers (expected: one that runs)", e);
    }
    return 0;
  }

  private long write(InputStream lines, String url) throws IOException {
    try (WholeFile whole = WholeFile.begin(file)) {
      long bytes = lines.transferTo(whole.out());
      whole.complete();
      return bytes;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(url + ": the answer was cut off (expected: all lines)", e);
    }
  }

  private static String detail(InputStream problem) throws IOException {
    String text = new String(problem.readNBytes(DETAIL_BYTES_AT_MOST), StandardCharsets.UTF_8);
    try {
      return JsonMapper.shared().readTree(text).path("detail").asString("no reason");
    } catch (JacksonException e) {
      throw new IOException("no answer of Whale Shark's HTTP port", e);
    }
  }
}
