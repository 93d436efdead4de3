/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of the engine this module sees the public API, the entry point and the event
 * vocabulary, nothing below.
 */
class ModuleBoundaryTests {

	private final JavaClasses moduleClasses = new ClassFileImporter().importPath(Path.of("target", "classes"));

	@Test
	void seesOnlyRootEngineAndObserve() {
		Set<String> ownPackages = this.moduleClasses.stream()
			.map(JavaClass::getPackageName)
			.collect(Collectors.toSet());
		assertThat(ownPackages).isNotEmpty()
			.doesNotContain("io.mxp.transport", "io.mxp.transport.engine", "io.mxp.transport.observe");
		DescribedPredicate<JavaClass> own = DescribedPredicate.describe("of this module",
				(type) -> ownPackages.contains(type.getPackageName()));
		classes().should()
			.onlyDependOnClassesThat(resideOutsideOfPackage("io.mxp.transport..").or(own)
				.or(resideInAnyPackage("io.mxp.transport", "io.mxp.transport.engine", "io.mxp.transport.observe")))
			.check(this.moduleClasses);
	}

}
