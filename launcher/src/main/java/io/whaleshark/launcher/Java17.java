package io.whaleshark.launcher;

import com.sun.source.util.JavacTask;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.ToolProvider;

/// The classes of Java 17 and their members, as this JDK's compiler knows them of that release.
final class Java17 {

  /// Their methods have whatever type a call has.
  private static final Set<String> OF_ANY_TYPE =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  private final Elements elements;
  private final Types types;

  /// The members of each class that was looked up: name and descriptor. Empty if it is not there.
  private final Map<String, Optional<Set<String>>> known = new HashMap<>();

  Java17() {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    null,
                    List.of("--release", "17"),
                    List.of("java.lang.Object"),
                    null);
    elements = task.getElements();
    types = task.getTypes();
  }

  /// Lists what of Java a class names that is not in Java 17, each with the class.
  List<String> missing(ClassModel written) {
    Set<String> missing = new TreeSet<>();
    for (PoolEntry entry : written.constantPool()) {
      switch (entry) {
        case ClassEntry type when !has(type.asInternalName()) -> missing.add(type.asInternalName());
        case MemberRefEntry member when !has(member) ->
            missing.add(member.owner().asInternalName() + "." + member.name().stringValue());
        default -> {
          // There, or something else.
        }
      }
    }
    String by = ", which " + written.thisClass().asInternalName() + " uses";
    return missing.stream().map(name -> name + by).toList();
  }

  private boolean has(String type) {
    return !type.startsWith("java") || members(type).isPresent();
  }

  private boolean has(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    if (!owner.startsWith("java") || OF_ANY_TYPE.contains(owner)) {
      return true;
    }
    String named = member.name().stringValue() + member.type().stringValue();
    return members(owner).map(there -> there.contains(named)).orElse(false);
  }

  private Optional<Set<String>> members(String type) {
    return known.computeIfAbsent(type, this::lookUp);
  }

  private Optional<Set<String>> lookUp(String type) {
    TypeElement found = elements.getTypeElement(type.replace('/', '.').replace('$', '.'));
    return Optional.ofNullable(found)
        .map(there ->
            elements.getAllMembers(there).stream()
                .map(this::described)
                .collect(Collectors.toSet()));
  }

  private String described(Element member) {
    String name = member.getSimpleName().toString();
    if (!(member instanceof ExecutableElement method)) {
      return name + descriptor(member.asType());
    }
    String result =
        method.getKind() == ElementKind.CONSTRUCTOR ? "V" : descriptor(method.getReturnType());
    return method.getParameters().stream()
        .map(parameter -> descriptor(parameter.asType()))
        .collect(Collectors.joining("", name + "(", ")" + result));
  }

  private String descriptor(TypeMirror type) {
    TypeMirror erased = types.erasure(type);
    return switch (erased.getKind()) {
      case VOID -> "V";
      case BOOLEAN -> "Z";
      case BYTE -> "B";
      case CHAR -> "C";
      case SHORT -> "S";
      case INT -> "I";
      case LONG -> "J";
      case FLOAT -> "F";
      case DOUBLE -> "D";
      case ARRAY -> "[" + descriptor(((ArrayType) erased).getComponentType());
      default -> "L" + binaryName((DeclaredType) erased) + ";";
    };
  }

  private String binaryName(DeclaredType type) {
    return elements.getBinaryName((TypeElement) type.asElement()).toString().replace('.', '/');
  }
}
