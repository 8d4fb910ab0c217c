package io.whaleshark.server.files;

import java.nio.file.Path;

/// A file with the name of the setting that it comes from. As text it begins a message about it.
///
/// @param setting the name where its value was given
public record NamedFile(String setting, Path path) {

  @Override
  public String toString() {
    return setting + ": " + path;
  }
}
