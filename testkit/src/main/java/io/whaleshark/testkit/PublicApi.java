package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a module offers to the programs that use it: every public type and its public members, one
/// a line, in order.
public final class PublicApi {

  private PublicApi() {}

  /// Lists it.
  ///
  /// @param type any class of the package
  public static String of(Class<?> type) throws IOException, ClassNotFoundException {
    String name = type.getPackageName();
    Path root;
    try {
      root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    List<String> names;
    try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
              .map(file -> file.substring(0, file.length() - ".class".length()))
              .sorted()
              .toList();
    }
    StringBuilder api = new StringBuilder();
    for (String one : names) {
      Class<?> found = Class.forName(name + "." + one, false, type.getClassLoader());
      if (isPublic(found)) {
        api.append(describe(found)).append('\n');
      }
    }
    return api.toString().replace(name + ".", "").replace("java.lang.", "");
  }

  /// Fails unless the file lists just this. With `UPDATE_API=1` in the environment, it is written
  /// anew.
  public static void requireListed(Path file, String api) throws IOException {
    if (System.getenv("UPDATE_API") != null) {
      Files.writeString(file, api);
    }
    assertThat(api).isEqualTo(Files.readString(file));
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers())
        && !type.isAnonymousClass()
        && (outer == null || isPublic(outer));
  }

  private static String describe(Class<?> type) {
    Stream<String> members =
        Stream.of(
                Arrays.stream(type.getDeclaredFields()).map(Field::toGenericString),
                Arrays.stream(type.getDeclaredConstructors()).map(Executable::toGenericString),
                Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !method.isSynthetic())
                    .map(Method::toGenericString))
            .flatMap(lines -> lines)
            .filter(line -> line.startsWith("public ") || line.startsWith("protected "))
            .sorted()
            .map(line -> "  " + line + "\n");
    return type.toGenericString() + "\n" + members.collect(Collectors.joining());
  }
}
