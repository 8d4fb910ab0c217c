package io.whaleshark.bench.scenario;

import java.util.ArrayList;
import java.util.List;

/// A page of a server as text, whose entries can be spoilt. Immutable.
///
/// @param before up to the first entry
/// @param entries without the commas between
/// @param after from behind the last entry on
record Pages(String before, List<String> entries, String after) {
  private static final String LIST = "\"dataList\":[";

  Pages {
    entries = List.copyOf(entries);
  }

  static Pages of(String body) {
    int at = body.indexOf(LIST) + LIST.length();
    String before = body.substring(0, at);
    var entries = new ArrayList<String>();
    int depth = 0;
    int start = at;
    for (; body.charAt(at) != ']' || depth > 0; at++) {
      char c = body.charAt(at);
      if (c == '{' && depth++ == 0) {
        start = at;
      }
      if (c == '}' && --depth == 0) {
        entries.add(body.substring(start, at + 1));
      }
    }
    return new Pages(before, entries, body.substring(at));
  }

  Pages without(int i) {
    var spoilt = new ArrayList<>(entries);
    spoilt.remove(i);
    return new Pages(before, spoilt, after);
  }

  Pages twice(int i) {
    var spoilt = new ArrayList<>(entries);
    spoilt.add(i, entries.get(i));
    return new Pages(before, spoilt, after);
  }

  Pages backwards() {
    return new Pages(before, entries.reversed(), after);
  }

  String text() {
    return before + String.join(",", entries) + after;
  }
}
