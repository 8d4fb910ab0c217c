package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders that hold messages or code, and so are for the user alone who runs the server. What lies
/// in a folder that others may not enter is safe from them, whatever its own permissions are.
///
/// Where the file system knows no POSIX permissions, folders are what they are there by default.
public final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /// Makes a folder. It is private from its first moment: permissions that are taken away later can
  /// come too late.
  ///
  /// @param folder does not exist yet; its parent does
  public static void create(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    } else {
      Files.createDirectory(folder);
    }
  }

  /// Makes a folder and its parents, unless it exists. Parents that are missing become usual ones.
  public static void createWithParents(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      create(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // or another process made it meanwhile
        throw e;
      }
    }
  }

  /// Makes a folder private that somebody else made.
  static void restrict(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, OWNER_ALONE);
    }
  }

  /// Whether users who neither own the folder nor are of its group may read or enter it. A group
  /// that may is taken for meant.
  public static boolean isOpenToOthers(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  /// Whether users other than the owner may write into the folder.
  static boolean isWritableByOthers(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /// Has the disk keep a file's contents, or the names that stand in a folder. Until then a crash
  /// may undo what was written, copied or moved there.
  public static void sync(Path path) throws IOException {
    try (FileChannel opened = FileChannel.open(path)) {
      opened.force(true);
    }
  }

  /// Moves a folder to its place, where it then stays whatever happens. Both are on one file
  /// system.
  public static void moveForGood(Path from, Path to) throws IOException {
    Files.move(from, to);
    Path parent = to.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
