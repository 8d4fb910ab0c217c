package io.whaleshark.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why a file or folder cannot be used, for people. The messages of Java's exceptions are often the
/// bare file name.
public final class FileReason {

  private FileReason() {}

  /// Returns the reason, without the name of the file.
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a folder";
      case FileAlreadyExistsException _ -> "a file is in the way";
      case CharacterCodingException _ -> "not a text";
      case FileSystemException other ->
          Optional.ofNullable(other.getReason()).orElse("cannot be used");
      default -> String.valueOf(e.getMessage());
    };
  }
}
