// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees is made of the JDK's types and of exported ones of ours: no library, nothing internal. */
class SignatureTest {
    private static final Set<String> EXPORTED = PodnetModule.all().stream()
            .flatMap(module -> module.exports().stream())
            .collect(Collectors.toSet());

    @ParameterizedTest
    @MethodSource("io.podnet.e2e.architecture.PodnetModule#all")
    void nothingInternalIsInASignature(PodnetModule module) {
        List<String> leaks = new ArrayList<>();
        for (JavaClass visible : module.classes()) {
            if (isVisible(visible)) {
                involved(visible)
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isForUsers(module, type))
                        .forEach(type -> leaks.add(visible.getName() + " shows " + type.getName()));
            }
        }
        assertThat(leaks).isEmpty();
    }

    private static boolean isVisible(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible
                && EXPORTED.contains(type.getPackageName())
                && type.getEnclosingClass().map(SignatureTest::isVisible).orElse(true);
    }

    private static Stream<JavaType> involved(JavaClass type) {
        Stream<JavaType> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> fields =
                type.getFields().stream().filter(SignatureTest::isVisible).map(JavaField::getType);
        Stream<JavaType> code =
                type.getCodeUnits().stream().filter(SignatureTest::isVisible).flatMap(SignatureTest::involved);
        return Stream.of(above, fields, code).flatMap(stream -> stream);
    }

    private static Stream<JavaType> involved(JavaCodeUnit code) {
        return Stream.of(
                        Stream.of(code.getReturnType()),
                        code.getParameterTypes().stream(),
                        code.getThrowsClause().getTypes().stream().map(type -> (JavaType) type))
                .flatMap(stream -> stream);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isForUsers(PodnetModule module, JavaClass type) {
        String name = type.getPackageName();
        return type.isPrimitive()
                || name.startsWith("java.")
                || EXPORTED.contains(name)
                || (module.name().equals("io.podnet.testkit") && name.startsWith("org.junit."));
    }
}
