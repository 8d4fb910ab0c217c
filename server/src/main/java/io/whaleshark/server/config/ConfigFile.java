package io.whaleshark.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A YAML file of settings, as flat keys: `apps: 7: retention:` is `apps.7.retention`.
final class ConfigFile {

  private ConfigFile() {}

  /// Reads a file.
  ///
  /// @param named null for the one that `WHALESHARK_CONFIG` names, if any
  /// @throws ConfigException if the file cannot be read
  static SortedMap<String, String> read(@Nullable Path named, Map<String, String> environment) {
    String usual = environment.getOrDefault("WHALESHARK_CONFIG", "");
    if (named == null && usual.isBlank()) {
      return new TreeMap<>();
    }
    return flatten(named == null ? Path.of(usual.strip()) : named);
  }

  private static SortedMap<String, String> flatten(Path file) {
    SortedMap<String, String> flat = new TreeMap<>();
    try {
      flatten("", new YAMLMapper().readTree(Files.readString(file)), flat);
    } catch (IOException e) {
      throw new ConfigException(
          "config file " + file + ": cannot be read (expected: a readable file)");
    } catch (JacksonException e) {
      throw new ConfigException(
          "config file " + file + ": cannot be read" + place(e) + " (expected: YAML)");
    }
    return flat;
  }

  /// Returns only the position of a syntax error. The parser's message quotes the line, which may
  /// hold a key. The position is the last place that the parser understood, so the error can be
  /// further on.
  private static String place(JacksonException e) {
    TokenStreamLocation last = e.getLocation();
    return last == null || last.getLineNr() < 1
        ? ""
        : " from line " + last.getLineNr() + ", column " + last.getColumnNr() + " on";
  }

  private static void flatten(String key, JsonNode node, SortedMap<String, String> into) {
    if (node.isObject()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      node.properties()
          .forEach(property -> flatten(prefix + property.getKey(), property.getValue(), into));
    } else if (node.isValueNode() && !key.isEmpty()) {
      if (!node.isNull()) {
        into.put(key, node.asString());
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      throw new ConfigException(
          (key.isEmpty() ? "config file" : key) + ": not a setting (expected: key: value)");
    }
  }
}
