/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Whom this side believes. A peer is accepted if its static key is pinned, or if it shows
 * a certificate chain to one of the authorities, whose leaf is in that authority's trust
 * domain; and if nothing about it is denied. For an agent with a pinned key only that key
 * counts: a certificate for another one does not help (SEC-10). Immutable.
 */
public final class TrustPolicy {

	private static final Set<PeerRole> ALL_ROLES = Set.of(PeerRole.values());

	private final Set<StaticKey> pinnedKeys;

	private final Map<UUID, StaticKey> pinnedAgents;

	private final List<Authority> authorities;

	private final AgentDirectory directory;

	private final DenyList denyList;

	private final Map<UUID, Set<PeerRole>> agentRoles;

	private final boolean clientAuthenticationRequired;

	private TrustPolicy(Builder builder) {
		this.pinnedKeys = Set.copyOf(builder.pinnedKeys);
		this.pinnedAgents = Map.copyOf(builder.pinnedAgents);
		this.authorities = List.copyOf(builder.authorities);
		this.directory = builder.resolveDirectory();
		this.denyList = builder.denyList.build();
		this.agentRoles = Map.copyOf(builder.agentRoles);
		this.clientAuthenticationRequired = builder.clientAuthenticationRequired;
	}

	/**
	 * Starts an empty policy, which trusts nobody.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts a policy like this one.
	 * @return a builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.pinnedKeys.addAll(this.pinnedKeys);
		builder.pinnedAgents.putAll(this.pinnedAgents);
		builder.authorities.addAll(this.authorities);
		builder.directory = this.directory;
		builder.denyList.add(this.denyList);
		builder.agentRoles.putAll(this.agentRoles);
		builder.clientAuthenticationRequired = this.clientAuthenticationRequired;
		return builder;
	}

	/**
	 * Every pinned key, those pinned for one agent included.
	 * @return the keys
	 */
	public Set<StaticKey> pinnedKeys() {
		return this.pinnedKeys;
	}

	/**
	 * The keys that are pinned for one agent.
	 * @return the key of each agent id
	 */
	public Map<UUID, StaticKey> pinnedAgents() {
		return this.pinnedAgents;
	}

	/**
	 * The certificate authorities that are trusted.
	 * @return the authorities
	 */
	public List<Authority> authorities() {
		return this.authorities;
	}

	/**
	 * Where static keys of agents are found.
	 * @return the directory
	 */
	public AgentDirectory directory() {
		return this.directory;
	}

	/**
	 * Who is not accepted any more.
	 * @return the list
	 */
	public DenyList denyList() {
		return this.denyList;
	}

	/**
	 * The roles that an agent may play.
	 * @param agentId the agent
	 * @return both, unless the policy says otherwise
	 */
	public Set<PeerRole> rolesOf(UUID agentId) {
		return this.agentRoles.getOrDefault(agentId, ALL_ROLES);
	}

	/**
	 * The agents whose roles the policy names.
	 * @return roles by agent
	 */
	public Map<UUID, Set<PeerRole>> agentRoles() {
		return this.agentRoles;
	}

	/**
	 * Whether a server refuses anonymous clients. True by default.
	 * @return true if a client must show a key
	 */
	public boolean clientAuthenticationRequired() {
		return this.clientAuthenticationRequired;
	}

	/**
	 * Whether nobody at all is trusted: no pinned key and no authority.
	 * @return true if empty
	 */
	public boolean trustsNobody() {
		return this.pinnedKeys.isEmpty() && this.authorities.isEmpty();
	}

	/**
	 * The static key to use for an agent in the first handshake message: the one pinned
	 * for it, else the directory's, else the only pinned key if there is exactly one and
	 * it is pinned for no agent. May read files.
	 * @param agentId the agent, or null where the caller does not say which one it
	 * expects
	 * @return the key, if one is known
	 */
	public Optional<StaticKey> staticKeyOf(@Nullable UUID agentId) {
		if (agentId != null) {
			StaticKey pinned = this.pinnedAgents.get(agentId);
			if (pinned != null) {
				return Optional.of(pinned);
			}
			Optional<AgentDirectory.Entry> known = this.directory.findById(agentId);
			if (known.isPresent()) {
				return known.map(AgentDirectory.Entry::staticKey);
			}
		}
		if (this.pinnedKeys.size() == 1 && this.pinnedAgents.isEmpty()) {
			return Optional.of(this.pinnedKeys.iterator().next());
		}
		return Optional.empty();
	}

	/** Counts and fingerprints only. */
	@Override
	public String toString() {
		return "TrustPolicy[pinnedKeys=" + this.pinnedKeys + ", authorities=" + this.authorities + ", denied="
				+ this.denyList.size() + ", clientAuthenticationRequired=" + this.clientAuthenticationRequired + "]";
	}

	/**
	 * A certificate authority and the one trust domain that it may speak for (SPIFFE).
	 *
	 * @param certificate the authority's certificate
	 * @param trustDomain the trust domain, lower case, as "example.org"
	 * @param roles the roles that its agents may play
	 */
	public record Authority(X509Certificate certificate, String trustDomain, Set<PeerRole> roles) {

		public Authority {
			roles = Set.copyOf(roles);
		}

		/** The name and the trust domain. */
		@Override
		public String toString() {
			return this.certificate.getSubjectX500Principal() + " for " + this.trustDomain;
		}

	}

	/** Collects a policy; not thread-safe. */
	public static final class Builder {

		private final Set<StaticKey> pinnedKeys = new HashSet<>();

		private final Map<UUID, StaticKey> pinnedAgents = new HashMap<>();

		private final List<Authority> authorities = new ArrayList<>();

		private final Map<UUID, AgentDirectory.Entry> known = new LinkedHashMap<>();

		private final DenyList.Builder denyList = DenyList.builder();

		private final Map<UUID, Set<PeerRole>> agentRoles = new HashMap<>();

		private AgentDirectory directory = AgentDirectory.EMPTY;

		private boolean clientAuthenticationRequired = true;

		private Builder() {
		}

		/**
		 * Trusts a key, whatever agent shows it. The agent id of such a peer is the one
		 * that the caller expects, or {@link StaticKey#derivedAgentId()}.
		 * @param key the key
		 * @return this builder
		 */
		public Builder pinKey(StaticKey key) {
			this.pinnedKeys.add(key);
			return this;
		}

		/**
		 * Trusts a key for one agent, and for that agent no other key.
		 * @param agentId the agent
		 * @param key its key
		 * @return this builder
		 * @throws IllegalArgumentException if the key is pinned for another agent
		 */
		public Builder pinAgent(UUID agentId, StaticKey key) {
			this.pinnedAgents.forEach((other, pinned) -> {
				if (pinned.equals(key) && !other.equals(agentId)) {
					throw new IllegalArgumentException("The key " + key + " is pinned for agent " + other
							+ " already. Give each agent a key of its own.");
				}
			});
			StaticKey replaced = this.pinnedAgents.put(agentId, key);
			if (replaced != null) {
				this.pinnedKeys.remove(replaced);
			}
			this.pinnedKeys.add(key);
			return this;
		}

		/**
		 * Trusts an authority for the trust domain that its own certificate names in its
		 * URI subject alternative name, as "spiffe://example.org".
		 * @param certificate the authority's certificate
		 * @return this builder
		 * @throws IllegalArgumentException if the certificate names no trust domain
		 */
		public Builder trustAuthority(X509Certificate certificate) {
			return trustAuthority(certificate, TrustDomain.of(certificate));
		}

		/**
		 * Trusts an authority for one trust domain.
		 * @param certificate the authority's certificate
		 * @param trustDomain the trust domain, as "example.org"
		 * @return this builder
		 */
		public Builder trustAuthority(X509Certificate certificate, String trustDomain) {
			return trustAuthority(certificate, trustDomain, ALL_ROLES);
		}

		/**
		 * Trusts an authority for one trust domain, and its agents in some roles only.
		 * @param certificate the authority's certificate
		 * @param trustDomain the trust domain, as "example.org"
		 * @param roles what its agents may be
		 * @return this builder
		 */
		public Builder trustAuthority(X509Certificate certificate, String trustDomain, Set<PeerRole> roles) {
			this.authorities.add(new Authority(certificate, trustDomain.toLowerCase(Locale.ROOT), roles));
			return this;
		}

		/**
		 * Lets an agent play some roles only, pinned or certified. By default every agent
		 * may be both client and server.
		 * @param agentId the agent
		 * @param roles what it may be
		 * @return this builder
		 */
		public Builder allowRoles(UUID agentId, Set<PeerRole> roles) {
			this.agentRoles.put(agentId, Set.copyOf(roles));
			return this;
		}

		/**
		 * Makes an agent's static key known, so that it can be used in the first message.
		 * This is no trust: the peer has to be verified by pin or certificate all the
		 * same.
		 * @param agentId the agent
		 * @param name its name
		 * @param key its key
		 * @return this builder
		 */
		public Builder knownAgent(UUID agentId, String name, StaticKey key) {
			this.known.put(agentId, new AgentDirectory.Entry(agentId, name, key));
			return this;
		}

		/**
		 * Sets where keys of agents not given by {@link #knownAgent} are found.
		 * @param directory the directory
		 * @return this builder
		 */
		public Builder directory(AgentDirectory directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Denies a static key or a certificate by its SHA-256 fingerprint.
		 * @param fingerprint as {@link DenyList.Builder#fingerprint} takes it
		 * @return this builder
		 */
		public Builder denyFingerprint(String fingerprint) {
			this.denyList.fingerprint(fingerprint);
			return this;
		}

		/**
		 * Denies whom a list denies, besides those denied already.
		 * @param list the list
		 * @return this builder
		 */
		public Builder deny(DenyList list) {
			this.denyList.add(list);
			return this;
		}

		/**
		 * Sets whether a server refuses anonymous clients.
		 * @param required false to let clients in without an identity
		 * @return this builder
		 */
		public Builder clientAuthenticationRequired(boolean required) {
			this.clientAuthenticationRequired = required;
			return this;
		}

		/**
		 * Builds the policy.
		 * @return the policy
		 */
		public TrustPolicy build() {
			return new TrustPolicy(this);
		}

		private AgentDirectory resolveDirectory() {
			return this.known.isEmpty() ? this.directory : new KnownAgents(this.known, this.directory);
		}

	}

}
