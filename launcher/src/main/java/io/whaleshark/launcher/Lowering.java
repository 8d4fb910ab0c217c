package io.whaleshark.launcher;

import static io.whaleshark.launcher.LauncherException.failed;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lowers compiled classes to Java 17, in place: programs that are there can use what is written in
/// the language of today (docs/adr/0042-classes-for-java-17.md). Maven calls it after the compiler,
/// from its source.
public final class Lowering {

  private final ClassFile files;

  private Lowering(ClassLoader used) {
    ClassHierarchyResolver types = ClassHierarchyResolver.ofResourceParsing(used);
    this.files =
        ClassFile.of(
            ConstantPoolSharingOption.NEW_POOL, // what is not used any more does not stay
            ClassHierarchyResolverOption.of(types.cached()));
  }

  /// Lowers all classes below a folder.
  ///
  /// @param arguments that folder; what its classes use is on the class path
  public static void main(String[] arguments) throws IOException {
    lower(Path.of(arguments[0]));
  }

  /// Lowers all classes below a folder; those that are lowered already stay as they are.
  ///
  /// @throws LauncherException if one uses what Java 17 has not: then none is lowered
  static void lower(Path classes) throws IOException {
    try (URLClassLoader used = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        Stream<Path> found = Files.walk(classes)) {
      new Lowering(used).lower(found.filter(file -> file.toString().endsWith(".class")).toList());
    }
  }

  private void lower(List<Path> all) throws IOException {
    Map<Path, byte[]> lowered = new HashMap<>();
    for (Path file : all) {
      ClassModel written = files.parse(file);
      if (written.majorVersion() > ClassFile.JAVA_17_VERSION) {
        lowered.put(file, new LoweredClass(written).write(files));
      }
    }
    if (lowered.isEmpty()) {
      return; // in most builds: to look into Java 17 takes longer than all this
    }
    Java17 java17 = new Java17();
    List<String> missing = new ArrayList<>();
    for (byte[] bytes : lowered.values()) {
      missing.addAll(java17.missing(files.parse(bytes)));
    }
    if (!missing.isEmpty()) {
      throw failed("Java 17 has not:\n  " + String.join("\n  ", missing));
    }
    for (Map.Entry<Path, byte[]> each : lowered.entrySet()) {
      Files.write(each.getKey(), each.getValue());
    }
  }
}
