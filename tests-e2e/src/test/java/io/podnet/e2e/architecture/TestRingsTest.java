// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests are counted and chosen by their names and tags, so those have to be right. */
class TestRingsTest {
    private static final String CONTRACTS = "io.podnet.testkit.contract";
    private static final DescribedPredicate<JavaClass> EXTEND_A_CONTRACT = DescribedPredicate.describe(
            "extend a contract",
            type -> type.getAllRawSuperclasses().stream()
                    .anyMatch(above -> above.getPackageName().equals(CONTRACTS)));

    private static final JavaClasses TESTS = new ClassFileImporter().importPackages("io.podnet.e2e");

    @Test
    void contractsAreTagged() {
        classes()
                .that(resideInAPackage(CONTRACTS))
                .and()
                .haveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beAnnotatedWith(Tag.class)
                .allowEmptyShould(true)
                .check(PodnetModule.allClasses());
    }

    @Test
    void whatExtendsAContractSaysSoInItsName() {
        classes()
                .that(EXTEND_A_CONTRACT)
                .should()
                .haveSimpleNameEndingWith("ContractTest")
                .allowEmptyShould(true)
                .check(TESTS);
        classes()
                .that()
                .haveSimpleNameEndingWith("ContractTest")
                .should(be(EXTEND_A_CONTRACT))
                .allowEmptyShould(true)
                .check(TESTS);
    }

    @Test
    void eachAreaHasAClassThatRunsOnEveryJdk() {
        Map<String, Boolean> smoke = TESTS.stream()
                .filter(type -> type.getSimpleName().endsWith("Test"))
                .collect(Collectors.toMap(JavaClass::getPackageName, TestRingsTest::isSmoke, Boolean::logicalOr));
        assertThat(smoke)
                .allSatisfy((area, has) -> assertThat(has)
                        .as("%s has a class tagged smoke, or a contract", area)
                        .isTrue());
    }

    private static boolean isSmoke(JavaClass type) {
        return EXTEND_A_CONTRACT.test(type)
                || Arrays.stream(type.reflect().getAnnotationsByType(Tag.class))
                        .anyMatch(tag -> tag.value().equals("smoke"));
    }
}
