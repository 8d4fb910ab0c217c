package io.whaleshark.server.docs;

/// HTML that is written from its beginning to its end. Whatever text it is given is shown as that
/// text. Confined to one thread.
final class Html {

  private final StringBuilder out = new StringBuilder("<!doctype html>\n");

  /// An element that has no end tag.
  Html single(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /// An element with content of its own.
  ///
  /// @param attributes names and values in turn
  Html in(String tag, Runnable content, String... attributes) {
    start(tag, attributes);
    content.run();
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /// An element with a text.
  Html with(String tag, String text, String... attributes) {
    start(tag, attributes);
    text(text);
    out.append("</").append(tag).append('>');
    return this;
  }

  Html link(String target, String text) {
    return with("a", text, "href", target);
  }

  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(text.charAt(i));
      }
    }
    return this;
  }

  /// A text in which what stands between two backticks is code.
  Html line(String text) {
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        text(parts[i]);
      } else {
        with("code", parts[i]);
      }
    }
    return this;
  }

  /// A text of several paragraphs, with an empty line between them.
  Html prose(String text) {
    for (String paragraph : text.strip().split("\n\n", -1)) {
      if (!paragraph.isEmpty()) {
        in("p", () -> line(paragraph));
      }
    }
    return this;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
