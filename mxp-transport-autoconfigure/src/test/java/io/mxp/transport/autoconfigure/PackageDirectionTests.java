/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Which package of this module may know which. */
class PackageDirectionTests {

	private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

	@Test
	void dependenciesPointDown() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("exchange")
			.definedBy("io.mxp.transport.exchange")
			.layer("annotation")
			.definedBy("io.mxp.transport.annotation")
			.layer("observation")
			.definedBy("io.mxp.transport.observation")
			.layer("client")
			.definedBy("io.mxp.transport.client")
			.layer("handler")
			.definedBy("io.mxp.transport.handler")
			.layer("autoconfigure")
			.definedBy("io.mxp.transport.autoconfigure..")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("handler")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("client")
			.mayOnlyBeAccessedByLayers("autoconfigure", "handler")
			.whereLayer("observation")
			.mayOnlyBeAccessedByLayers("autoconfigure", "handler", "client")
			.whereLayer("annotation")
			.mayOnlyBeAccessedByLayers("autoconfigure", "handler", "client")
			.check(this.classes);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.mxp.transport.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void handlersAndClientKnowNothingOfBoot() {
		noClasses().that()
			.resideOutsideOfPackages("io.mxp.transport.autoconfigure..", "io.mxp.transport.test")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(this.classes);
	}

}
