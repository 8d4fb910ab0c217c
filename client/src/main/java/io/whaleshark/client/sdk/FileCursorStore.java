package io.whaleshark.client.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// Stores the cursor in a small text file, replaced atomically. Confined to one thread at a time.
public final class FileCursorStore implements InboxCursorStore {
  /// Leaves room for the suffix in the 255 bytes that file systems allow.
  private static final int NAME_CHARS_AT_MOST = 200;

  private final Path file;

  /// @param file the cursor file; its folder is created on the first store
  public FileCursorStore(Path file) {
    this.file = file;
  }

  /// The cursor file of this user's device below a folder. The name includes the server: a cursor
  /// of another server would skip messages of this one.
  public static FileCursorStore below(Path folder, ClientConfig config) {
    return new FileCursorStore(
        folder
            .resolve(name(config.server()))
            .resolve(Integer.toString(config.appId()))
            .resolve(name(config.user()))
            .resolve(name(config.device()) + ".cursor"));
  }

  /// Encodes any text as a file name that contains no path and no name that a file system treats
  /// specially.
  private static String name(String text) {
    var encoded = "_" + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    return encoded.length() <= NAME_CHARS_AT_MOST
        ? encoded
        : UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// @throws UncheckedIOException if the file can't be read
  @Override
  public long load() {
    try {
      var text = Files.readString(file).strip();
      return text.matches("\\d{1,16}") ? Long.parseLong(text) : 0;
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + why(e), e);
    }
  }

  /// @throws UncheckedIOException if the file can't be written
  @Override
  public void store(long cursor) {
    var folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, cursor + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + why(e), e);
    }
  }

  /// Leaves out the file's name, which the messages of file systems begin with.
  private static String why(IOException e) {
    String reason = e instanceof FileSystemException of ? of.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
