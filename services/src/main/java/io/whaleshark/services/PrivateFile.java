package io.whaleshark.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Files and folders that are for their owner alone.
final class PrivateFile {

  private static final int PASSWORD_BYTES = 24;

  private PrivateFile() {}

  /// Makes the folder, if it is not there.
  static Path folder(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (!Files.isDirectory(folder)) {
        var permissions = PosixFilePermissions.fromString("rwx------");
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
      }
      return folder.toRealPath();
    } catch (IOException e) {
      throw new ServiceException("cannot make the folder " + folder, e);
    }
  }

  /// The password in a file; one that nobody can guess is written there first, if there is none.
  static String password(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        write(file, HexFormat.of().formatHex(random) + "\n");
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new ServiceException("cannot read " + file, e);
    }
  }

  /// Makes the folder of a server that is to have a given password, which its file then holds.
  static Path folder(Path folder, String password) {
    Path made = folder(folder);
    write(made.resolve("password"), password + "\n");
    return made;
  }

  /// Adds to a file that is there.
  static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ServiceException("cannot write " + file, e);
    }
  }

  /// Writes a file, in place of one that was there.
  static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      var permissions = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ServiceException("cannot write " + file, e);
    }
  }
}
