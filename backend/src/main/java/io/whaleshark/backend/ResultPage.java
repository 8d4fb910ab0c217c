package io.whaleshark.backend;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param items in the order of the list
 * @param completed whether nothing follows
 * @param <T> what the list is of
 */
public record ResultPage<T>(List<T> items, boolean completed) {

  /** Copies the items. */
  public ResultPage {
    items = List.copyOf(items);
  }
}
