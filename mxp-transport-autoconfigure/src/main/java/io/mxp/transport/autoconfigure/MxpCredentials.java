/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.autoconfigure.properties.ReloadProperties;

/**
 * Identity and trust as they are now: read again from files, SSL bundles and deny lists
 * when those have changed, without a restart and without ending connections. Beans of the
 * application's own stay as they are.
 */
public final class MxpCredentials implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(MxpCredentials.class);

	private final IdentityLoader loader;

	private final boolean ownIdentity;

	private final boolean ownTrust;

	private final Duration interval;

	private final Duration previousKeyServed;

	private final CopyOnWriteArrayList<Consumer<MxpCredentials>> listeners = new CopyOnWriteArrayList<>();

	private final Object reloading = new Object();

	private volatile AgentIdentity identity;

	private volatile TrustPolicy trust;

	private volatile String digest;

	private volatile @Nullable String problem;

	private volatile @Nullable ScheduledThreadPoolExecutor timer;

	MxpCredentials(IdentityLoader loader, AgentIdentity identity, TrustPolicy trust, ReloadProperties reload) {
		this.loader = loader;
		this.identity = identity;
		this.trust = trust;
		this.interval = reload.getInterval();
		this.previousKeyServed = reload.getPreviousKeyServed();
		this.ownIdentity = loader.made(identity);
		this.ownTrust = loader.made(trust);
		this.digest = isReloadable() ? loader.digest() : "";
	}

	/**
	 * Who this application is.
	 * @return the identity of the moment
	 */
	public AgentIdentity identity() {
		return this.identity;
	}

	/**
	 * Whom it believes.
	 * @return the policy of the moment
	 */
	public TrustPolicy trust() {
		return this.trust;
	}

	/**
	 * How long the static key before is served where there is another one.
	 * @return the time
	 */
	public Duration previousKeyServed() {
		return this.previousKeyServed;
	}

	/**
	 * Where static keys of agents are found.
	 * @return a directory that follows changes
	 */
	public AgentDirectory directory() {
		return new CurrentDirectory();
	}

	/**
	 * Calls back when identity or trust is another one.
	 * @param listener gets this object, on any thread
	 */
	public void onChange(Consumer<MxpCredentials> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Reads everything again now and takes it over if it has changed. What cannot be used
	 * changes nothing: the old stays in force, and the log says why.
	 * @return whether anything has changed
	 */
	public boolean reload() {
		if (!isReloadable()) {
			return false;
		}
		synchronized (this.reloading) {
			try {
				String now = this.loader.digest();
				if (now.equals(this.digest)) {
					return false;
				}
				replace();
				this.digest = now;
				this.problem = null;
				return true;
			}
			catch (RuntimeException ex) {
				tell(String.valueOf(ex.getMessage()));
				return false;
			}
		}
	}

	/**
	 * What was wrong with what was read last.
	 * @return a sentence, or null where it was taken over
	 */
	public @Nullable String problem() {
		return this.problem;
	}

	/** Beans of the application's own are what they are. */
	private boolean isReloadable() {
		return this.ownIdentity || this.ownTrust;
	}

	private void replace() {
		AgentIdentity identityBefore = this.identity;
		TrustPolicy trustBefore = this.trust;
		AgentIdentity nextIdentity = this.ownIdentity ? this.loader.identity() : identityBefore;
		TrustPolicy nextTrust = this.ownTrust ? this.loader.trust() : trustBefore;
		this.identity = nextIdentity;
		this.trust = nextTrust;
		try {
			this.listeners.forEach((listener) -> listener.accept(this));
		}
		catch (RuntimeException ex) {
			this.identity = identityBefore;
			this.trust = trustBefore;
			throw ex;
		}
		logger.info(
				"MXP identity and trust were read again: identity {} {}{}, {} authorities, {} pinned keys, {} denied",
				nextIdentity.name(), nextIdentity.fingerprint(),
				nextIdentity.equals(identityBefore) ? "" : " (a new key)", nextTrust.authorities().size(),
				nextTrust.pinnedKeys().size(), nextTrust.denyList().size());
	}

	/** Once for each trouble, not at every attempt. */
	private void tell(String trouble) {
		if (!trouble.equals(this.problem)) {
			this.problem = trouble;
			logger.warn("MXP identity and trust stay as they were, because what is new cannot be used: {}", trouble);
		}
	}

	@Override
	public void start() {
		reload();
		this.loader.onBundleUpdate(this::reload);
		if (this.interval.isZero() || !isReloadable()) {
			return;
		}
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "mxp-reload");
			thread.setDaemon(true);
			return thread;
		});
		executor.setRemoveOnCancelPolicy(true);
		executor.scheduleWithFixedDelay(this::reload, this.interval.toMillis(), this.interval.toMillis(),
				TimeUnit.MILLISECONDS);
		this.timer = executor;
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor running = this.timer;
		this.timer = null;
		if (running != null) {
			running.shutdownNow();
		}
	}

	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public int getPhase() {
		return ManagedMxpTransport.PHASE - 1;
	}

	/** Follows the policy. */
	private final class CurrentDirectory implements AgentDirectory {

		@Override
		public Optional<Entry> findById(UUID agentId) {
			return MxpCredentials.this.trust.directory().findById(agentId);
		}

		@Override
		public Optional<Entry> findByName(String name) {
			return MxpCredentials.this.trust.directory().findByName(name);
		}

	}

}
