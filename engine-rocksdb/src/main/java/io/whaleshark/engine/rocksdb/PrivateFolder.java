package io.whaleshark.engine.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders for messages or code, which only the user who runs the server may access. If others may
/// not enter a folder, its contents are safe from them, whatever permissions these have.
///
/// Where the file system has no POSIX permissions, folders get its default permissions.
public final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /// Creates a folder that is private from the start: restricting it later could be too late.
  ///
  /// @param folder must not exist yet; its parent must exist
  public static void create(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    } else {
      Files.createDirectory(folder);
    }
  }

  /// Creates a private folder, unless it exists. Missing parents are created with default
  /// permissions.
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
    } catch (FileAlreadyExistsException _) {
      if (!Files.isDirectory(folder)) { // else another process created it meanwhile
        throw new NotDirectoryException(folder.toString());
      }
    }
  }

  /// Makes an existing folder private.
  static void restrict(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, OWNER_ALONE);
    }
  }

  /// Whether users other than the owner and the folder's group may read or enter it. Access by the
  /// group is assumed to be intended.
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

  /// Syncs a file's contents, or a folder's entries, to the disk. Until then a crash may undo
  /// writes, copies and moves there.
  public static void sync(Path path) throws IOException {
    try (FileChannel opened = FileChannel.open(path)) {
      opened.force(true);
    }
  }

  /// Moves a folder durably: when this returns, the move survives a crash. Both paths must be on
  /// one file system.
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
