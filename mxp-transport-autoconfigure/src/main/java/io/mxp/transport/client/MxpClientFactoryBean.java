/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.util.Assert;

import org.jspecify.annotations.Nullable;

/**
 * Makes the bean of one interface.
 *
 * @param <T> the interface
 */
public final class MxpClientFactoryBean<T> implements FactoryBean<T>, BeanFactoryAware {

	private final Class<T> contract;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Creates the factory.
	 * @param contract the interface
	 */
	public MxpClientFactoryBean(Class<T> contract) {
		this.contract = contract;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public T getObject() {
		BeanFactory factory = this.beanFactory;
		Assert.state(factory != null, "No bean factory");
		return MxpClients.create(this.contract, factory.getBean(MxpRequester.class));
	}

	@Override
	public Class<?> getObjectType() {
		return this.contract;
	}

}
