package io.whaleshark.server.config;

import io.whaleshark.cli.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// A YAML file of settings, as flat keys: `apps: 7: retention:` is `apps.7.retention`.
///
/// @param name the path that was given; empty if there is no file
record ConfigFile(String name, SortedMap<String, String> keys) {

  /// No file, so no settings.
  static final ConfigFile NONE = new ConfigFile("", new TreeMap<>());

  private static final ObjectReader READER =
      new YAMLMapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String NAME = "name";
  private static final String VARIABLE = "WHALESHARK_CONFIG";

  /// The file that is read; empty if none is named.
  ///
  /// @param named the value of `--config`; null for the file that `WHALESHARK_CONFIG` names, if any
  static Optional<Path> place(@Nullable Path named, Map<String, String> environment) {
    String usual = environment.getOrDefault(VARIABLE, "").strip();
    return named != null || usual.isEmpty()
        ? Optional.ofNullable(named)
        : Optional.of(Path.of(usual));
  }

  /// Reads a file.
  ///
  /// @param named the value of `--config`; null for the file that `WHALESHARK_CONFIG` names, if any
  /// @throws ConfigException if the file cannot be read
  static ConfigFile read(@Nullable Path named, Map<String, String> environment) {
    Optional<Path> place = place(named, environment);
    if (place.isEmpty()) {
      return NONE;
    }
    Path file = place.get();
    String blamed = (named == null ? VARIABLE : "--config") + ": " + file + ": ";
    ConfigFile read = new ConfigFile(file.toString(), new TreeMap<>());
    try {
      String text = Files.readString(file);
      refuseAliases(blamed, text);
      read.flatten(blamed, text);
    } catch (IOException e) {
      throw new ConfigException(
          blamed + FileReason.of(e) + " (expected: a readable file of settings)");
    } catch (MismatchedInputException e) {
      throw new ConfigException(
          blamed + "a key twice" + place(e.getLocation()) + " (expected: each key once)");
    } catch (JacksonException e) {
      throw new ConfigException(
          blamed + "cannot be read" + place(e.getLocation()) + " (expected: YAML)");
    }
    return read;
  }

  /// Refuses references to other values: the reader would take them for text.
  private static void refuseAliases(String blamed, String text) {
    try (YAMLParser parser = (YAMLParser) READER.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          String begin = place(parser.currentTokenLocation());
          throw new ConfigException(blamed + "an alias" + begin + " (expected: the value itself)");
        }
      }
    }
  }

  private void flatten(String blamed, String text) {
    try (JsonParser parser = READER.createParser(text)) {
      if (parser.nextToken() != null) {
        flatten("", READER.readTree(parser));
      }
      if (parser.nextToken() != null) {
        String begin = place(parser.currentTokenLocation());
        throw new ConfigException(blamed + "a second document" + begin + " (expected: one)");
      }
    }
  }

  /// The name of a setting of this file, for people.
  String named(String key) {
    return key + " in " + name;
  }

  /// Returns only the position of an error. The parser's message quotes the line, which may hold a
  /// key. The position is the last place that the parser understood, so the error can be further
  /// on.
  private static String place(@Nullable TokenStreamLocation last) {
    return last == null || last.getLineNr() < 1
        ? ""
        : " from line " + last.getLineNr() + ", column " + last.getColumnNr() + " on";
  }

  /// Whether it is a list of settings of which each has a name: the name is a part of their keys.
  private static boolean isListOfNamed(JsonNode node) {
    return node.isArray()
        && !node.isEmpty()
        && node.valueStream().allMatch(item -> item.isObject() && item.path(NAME).isString());
  }

  private void flattenNamed(String key, JsonNode item) {
    for (var property : item.properties()) {
      JsonNode value = property.getValue();
      boolean isList = value.isArray() && value.valueStream().allMatch(JsonNode::isString);
      if (isList) {
        keys.put(
            key + "." + property.getKey(),
            value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
      } else if (!property.getKey().equals(NAME)) {
        flatten(key + "." + property.getKey(), value);
      }
    }
  }

  private void flatten(String key, JsonNode node) {
    if (node.isObject()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      node.properties()
          .forEach(property -> flatten(prefix + property.getKey(), property.getValue()));
    } else if (node.isValueNode() && !key.isEmpty()) {
      if (!node.isNull() && keys.put(key, node.asString()) != null) {
        throw new ConfigException(named(key) + ": given twice (expected: once)");
      }
    } else if (isListOfNamed(node) && !key.isEmpty()) {
      for (JsonNode item : node) {
        flattenNamed(key + "." + item.get(NAME).asString(), item);
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      String what =
          node.isArray() && !key.isEmpty()
              ? ": a list (expected: one value, or several with commas between, in one text)"
              : ": not a setting (expected: key: value)";
      throw new ConfigException((key.isEmpty() ? name : named(key)) + what);
    }
  }
}
