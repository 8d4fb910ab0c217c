package io.whaleshark.server.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The page that shows the OpenAPI document to people. It has no scripts, and asks no other host
/// for anything: so it can be searched and printed, and everything is reached by keyboard. It is
/// written when somebody first asks for it. Thread-safe.
public final class DocsPage {

  private static final String STYLE = "style.css";

  private final String stylePath;
  private byte @Nullable [] html; // null until somebody asks

  /// @param stylePath where its style sheet will be served
  public DocsPage(String stylePath) {
    this.stylePath = stylePath;
  }

  /// The page, in UTF-8.
  public synchronized byte[] html() {
    if (html == null) {
      String page = PageWriter.html(ApiDocument.openApi().tree(), stylePath);
      html = page.getBytes(StandardCharsets.UTF_8);
    }
    return html;
  }

  /// Its style sheet, in UTF-8.
  public byte[] style() {
    try (InputStream in = DocsPage.class.getResourceAsStream(STYLE)) {
      return Objects.requireNonNull(in, STYLE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(STYLE, e);
    }
  }
}
