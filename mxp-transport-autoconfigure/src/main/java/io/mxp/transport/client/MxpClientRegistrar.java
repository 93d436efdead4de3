/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Registers a factory bean for each interface that {@link ImportMxpClients} names. */
class MxpClientRegistrar implements ImportBeanDefinitionRegistrar, EnvironmentAware {

	private Environment environment = new StandardEnvironment();

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		MergedAnnotation<ImportMxpClients> annotation = importing.getAnnotations().get(ImportMxpClients.class);
		Set<String> names = new TreeSet<>(Set.of(annotation.getStringArray("value")));
		String[] packages = annotation.getStringArray("basePackages");
		if (names.isEmpty() && packages.length == 0) {
			packages = new String[] { ClassUtils.getPackageName(importing.getClassName()) };
		}
		for (String basePackage : packages) {
			scanner().findCandidateComponents(basePackage)
				.forEach((candidate) -> names.add(String.valueOf(candidate.getBeanClassName())));
		}
		names.forEach((name) -> register(name, registry));
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(name)) {
			return;
		}
		Class<?> contract = ClassUtils.resolveClassName(name, ClassUtils.getDefaultClassLoader());
		RootBeanDefinition definition = new RootBeanDefinition(MxpClientFactoryBean.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, contract);
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, contract);
		definition.setRole(BeanDefinition.ROLE_APPLICATION);
		registry.registerBeanDefinition(name, definition);
	}

	private ClassPathScanningCandidateComponentProvider scanner() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false,
				this.environment) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return definition.getMetadata().isInterface() && definition.getMetadata().isIndependent();
			}

		};
		scanner.addIncludeFilter(new AnnotationTypeFilter(MxpExchange.class));
		return scanner;
	}

}
