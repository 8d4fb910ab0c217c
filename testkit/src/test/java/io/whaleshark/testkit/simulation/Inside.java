package io.whaleshark.testkit.simulation;

import java.lang.reflect.Field;

/// The fields of the code under test, to plant bugs that no interface leads to.
final class Inside {

  private Inside() {}

  static Object read(Object owner, String name) {
    try {
      return field(owner, name).get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void replace(Object owner, String name, Object instead) {
    try {
      field(owner, name).set(owner, instead);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("no such part any more", e);
    }
  }
}
